package dev.scalekit.routing;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a router does. Thread-safe. */
final class RoutingCounts {
    final LongAdder primaryReads = new LongAdder();
    final LongAdder retriedReads = new LongAdder();
    final LongAdder waits = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder unknownCommits = new LongAdder();
    final LongAdder brokenOff = new LongAdder();
    final LongAdder lostWrites = new LongAdder();

    RoutingStats stats(Lent lent) {
        return new RoutingStats(
                lent.toReplicas(),
                primaryReads.sum(),
                lent.toPrimary(),
                retriedReads.sum(),
                waits.sum(),
                refused.sum(),
                unknownCommits.sum(),
                brokenOff.sum(),
                lostWrites.sum());
    }
}
