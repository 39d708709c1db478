package dev.scalekit.routing;

import java.time.Duration;

/**
 * How long is waited, and by how many.
 *
 * @param dialect of the nodes
 * @param waitForReplica for a replica that has what is needed, before the primary is read
 * @param primaryFallback reads on the primary at once that a replica should have had
 * @param deadline for a connection to read on, with all that is tried again
 * @param whenNoPrimary for a primary
 * @param maximumWaiting callers that wait at once
 */
record RouterRules(
        ReplicationDialect dialect,
        Duration waitForReplica,
        int primaryFallback,
        Duration deadline,
        Duration whenNoPrimary,
        int maximumWaiting) {}
