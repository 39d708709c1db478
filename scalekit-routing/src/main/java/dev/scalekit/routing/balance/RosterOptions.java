package dev.scalekit.routing.balance;

import java.time.Duration;

/**
 * What a roster goes by. Immutable.
 *
 * @param interval between two probes of an endpoint
 * @param timeout of a probe
 */
record RosterOptions(HealthRules health, Duration interval, Duration timeout, Snapshots snapshots) {}
