package dev.scalekit.routing.balance;

import java.time.Duration;

/**
 * When an endpoint is probed: one probe at a time, and one that does not end counts as a failure, again each interval.
 * Intervals vary by a tenth, and differently in each process, so that the probes of many clients do not come all at once.
 * Not thread-safe: the lock of whoever has it guards it.
 */
final class ProbeRounds {
    private static final double LEAST = 0.9;
    private static final double SPREAD = 0.2;

    private final long interval;
    private final long timeout;
    private final long seed;

    private long round;
    private long nextAt;
    private boolean running;
    private boolean late;
    private long deadline;

    /** @param now when the first one is due */
    ProbeRounds(Duration interval, Duration timeout, long seed, long now) {
        this.interval = interval.toNanos();
        this.timeout = timeout.toNanos();
        // When a process began is another moment in each.
        this.seed = Mix.mix(seed ^ now);
        this.nextAt = now;
    }

    /** Begins a round if one is due. */
    boolean tryBegin(long now) {
        if (running || now - nextAt < 0) {
            return false;
        }
        round++;
        running = true;
        late = false;
        deadline = now + timeout;
        nextAt = now + (long) (interval * (LEAST + SPREAD * Mix.unit(Mix.mix(seed + round))));
        return true;
    }

    /** Tells once an interval that the round should have ended. */
    boolean tryExpire(long now) {
        if (!running || now - deadline < 0) {
            return false;
        }
        late = true;
        deadline = now + interval;
        return true;
    }

    /** Ends a round; false if what came of it does not count, as it was too late. */
    boolean end() {
        running = false;
        return !late;
    }

    /** Returns when there is something to do. */
    long next() {
        return running ? deadline : nextAt;
    }
}
