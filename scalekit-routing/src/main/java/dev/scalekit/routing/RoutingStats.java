package dev.scalekit.routing;

/**
 * What a router has done since it was built. Immutable.
 *
 * @param replicaReads times that a connection was taken for reads on a replica
 * @param primaryReads times that one was taken for reads on the primary, since no replica would do
 * @param primaryConnections times that one was taken for everything else
 * @param retriedReads statements that were executed again on another node
 * @param waits times that somebody waited for a node
 * @param refused times that there was no node for somebody ({@link NoNodeException}, {@link AmbiguousPrimaryException})
 * @param unknownCommits times that nobody knows whether a commit was done ({@link CommitOutcomeUnknownException})
 * @param brokenOff connections in use that were broken off, since their node was gone or deposed
 * @param lostWrites writes that a failover may have lost ({@link LostWrite})
 */
public record RoutingStats(
        long replicaReads,
        long primaryReads,
        long primaryConnections,
        long retriedReads,
        long waits,
        long refused,
        long unknownCommits,
        long brokenOff,
        long lostWrites) {}
