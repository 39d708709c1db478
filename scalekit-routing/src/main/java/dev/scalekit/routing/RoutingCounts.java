package dev.scalekit.routing;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a router does. Thread-safe. */
final class RoutingCounts {
    final LongAdder replicaReads = new LongAdder();
    final LongAdder primaryReads = new LongAdder();
    final LongAdder primaryConnections = new LongAdder();
    final LongAdder retriedReads = new LongAdder();
    final LongAdder waits = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder unknownCommits = new LongAdder();
    final LongAdder brokenOff = new LongAdder();
    final LongAdder lostWrites = new LongAdder();

    RoutingStats stats() {
        return new RoutingStats(
                replicaReads.sum(),
                primaryReads.sum(),
                primaryConnections.sum(),
                retriedReads.sum(),
                waits.sum(),
                refused.sum(),
                unknownCommits.sum(),
                brokenOff.sum(),
                lostWrites.sum());
    }
}
