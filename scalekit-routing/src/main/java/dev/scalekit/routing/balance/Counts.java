package dev.scalekit.routing.balance;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What came of the leases of an endpoint: all of them for the statistics, and the rows and the rate of failures that
 * eject it. A success costs an addition and two reads. Thread-safe.
 */
final class Counts {
    private final Ejection ejection;

    private final LongAdder successes = new LongAdder();
    private final LongAdder localFailures = new LongAdder();
    private final LongAdder externalFailures = new LongAdder();
    private final LongAdder cancelled = new LongAdder();

    private final AtomicInteger row = new AtomicInteger();
    private final AtomicInteger localRow = new AtomicInteger();

    /* Since when the rate is counted; guarded by this. Only a failure looks at it. */
    private long windowStart;
    private long windowSuccesses;
    private long windowFailures;
    private boolean windowOpen;

    Counts(Ejection ejection) {
        this.ejection = ejection;
    }

    void success() {
        successes.increment();
        // Written only if need be: all who call the endpoint share these.
        endRow(row);
        endRow(localRow);
    }

    void cancelled() {
        cancelled.increment();
    }

    /** Counts a failure; returns why it ejects the endpoint, if it does. */
    Optional<String> failed(Origin origin, long now) {
        (origin == Origin.LOCAL ? localFailures : externalFailures).increment();
        int failed = row.incrementAndGet();
        int failedLocally = 0;
        if (origin == Origin.LOCAL) {
            failedLocally = localRow.incrementAndGet();
        } else {
            // It has answered, so it can be reached.
            endRow(localRow);
        }
        if (failedLocally >= ejection.localFailures()) {
            return Optional.of(failedLocally + " calls in a row did not reach it or got no answer");
        }
        if (failed >= ejection.failures()) {
            return Optional.of(failed + " calls in a row failed");
        }
        return failedTooOften(now);
    }

    private static void endRow(AtomicInteger row) {
        if (row.get() != 0) {
            row.set(0);
        }
    }

    private synchronized Optional<String> failedTooOften(long now) {
        if (!windowOpen || now - windowStart >= Ejection.WINDOW.toNanos()) {
            startWindow(now, 1);
        }
        long failures = failures() - windowFailures;
        long outcomes = failures + successes.sum() - windowSuccesses;
        return outcomes >= ejection.rateMinimum() && failures >= ejection.rate() * outcomes
                ? Optional.of(failures + " of " + outcomes + " calls failed")
                : Optional.empty();
    }

    /** Begins anew: for an endpoint that was ejected, or could not be. */
    synchronized void forget(long now) {
        row.set(0);
        localRow.set(0);
        startWindow(now, 0);
    }

    private void startWindow(long now, int failuresInIt) {
        windowOpen = failuresInIt > 0;
        windowStart = now;
        windowSuccesses = successes.sum();
        windowFailures = failures() - failuresInIt;
    }

    private long failures() {
        return localFailures.sum() + externalFailures.sum();
    }

    EndpointStats stats(String name, int inFlight, long ejections) {
        return new EndpointStats(
                name,
                inFlight,
                successes.sum(),
                localFailures.sum(),
                externalFailures.sum(),
                cancelled.sum(),
                ejections);
    }
}
