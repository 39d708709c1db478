package dev.scalekit.routing.balance;

/**
 * What the health of an endpoint goes by. Immutable.
 *
 * @param isProbed whether there is a probe
 * @param rise successes in a row that bring an endpoint up
 * @param fall failures in a row that take it down
 */
record HealthRules(boolean isProbed, int rise, int fall, Ejection ejection, SlowStart slowStart) {}
