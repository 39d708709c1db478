package dev.scalekit.routing.balance;

/**
 * How much is tried again. Immutable.
 *
 * @param share of the calls of the last ten seconds
 * @param perSecond besides
 * @param attempts for one thing, the first included
 */
record Retries(double share, int perSecond, int attempts) {}
