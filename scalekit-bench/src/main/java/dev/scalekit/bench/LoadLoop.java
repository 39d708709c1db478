package dev.scalekit.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * What one thread of a load does: runs its operation for some time and says how long each took.
 *
 * <p>In a closed loop a latency counts from when the operation started. At a rate it counts from when the operation was
 * due: while one operation stalls, those behind it would have been sent, and the wait that they would have seen is
 * recorded although they start late. A loop that only times what it sends leaves these out ("coordinated omission", G.
 * Tene: How NOT to Measure Latency, 2013). Not thread-safe.
 */
final class LoadLoop {
    private final LoadClock clock;
    private final Operation operation;
    private final Load load;
    private final int thread;

    /** Creates the loop of thread {@code thread}, counted from 0. */
    LoadLoop(LoadClock clock, Operation operation, Load load, int thread) {
        this.clock = clock;
        this.operation = operation;
        this.load = load;
        this.thread = thread;
    }

    /**
     * Runs for a length of time, at a rate up to twice that long to work off what is late. A closed loop runs at least
     * once: on a busy machine the time may be over before its thread has begun.
     *
     * @param start the reading of the clock that the schedule begins at
     * @param length how long operations become due
     * @param latencies receives the nanoseconds of each operation; for one that was due but never started, how long it
     *     had been waiting, which is less than what a user would have seen
     * @return how many operations were due but never started: more than 0 means that the rate cannot be kept
     * @throws Exception what the operation threw
     */
    long run(long start, Duration length, LongConsumer latencies) throws Exception {
        long end = start + length.toNanos();
        if (load.isClosedLoop()) {
            runClosed(end, latencies);
            return 0;
        }
        return runAtRate(start, end, latencies);
    }

    private void runClosed(long end, LongConsumer latencies) throws Exception {
        long begun = clock.nanos();
        do {
            operation.run();
            long done = clock.nanos();
            latencies.accept(done - begun);
            begun = done;
        } while (begun - end < 0);
    }

    private long runAtRate(long start, long end, LongConsumer latencies) throws Exception {
        long giveUp = end + (end - start);
        long notStarted = 0;
        long due = due(start, 0);
        for (long index = 1; due - end < 0; index++) {
            clock.awaitUntil(due);
            if (clock.nanos() - giveUp < 0) {
                operation.run();
            } else {
                notStarted++;
            }
            latencies.accept(clock.nanos() - due);
            due = due(start, index);
        }
        return notStarted;
    }

    /** Threads take turns, so that together they keep the rate with even gaps. */
    private long due(long start, long index) {
        long turn = index * load.threads() + thread;
        return start + turn * TimeUnit.SECONDS.toNanos(1) / load.perSecond();
    }
}
