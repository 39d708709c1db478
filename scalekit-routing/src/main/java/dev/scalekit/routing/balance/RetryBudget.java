package dev.scalekit.routing.balance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Allows retries in proportion to the calls of the last ten seconds, and some besides, as Finagle's retry budget does.
 * Both are counted by the second; a call costs an addition. Thread-safe.
 */
final class RetryBudget {
    private static final int SECONDS = 10;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Retries retries;
    private final long start;

    /** The second that a slot is about. */
    private final AtomicLongArray stamps = new AtomicLongArray(SECONDS);

    private final LongAdder[] calls = new LongAdder[SECONDS];
    private final AtomicLongArray spent = new AtomicLongArray(SECONDS);

    RetryBudget(Retries retries, long now) {
        this.retries = retries;
        this.start = now;
        for (int slot = 0; slot < SECONDS; slot++) {
            calls[slot] = new LongAdder();
        }
    }

    /** Counts a call. */
    void deposit(long now) {
        calls[slot(second(now))].increment();
    }

    /** Counts a retry; false if there is no budget for it. */
    synchronized boolean tryWithdraw(long now) {
        long second = second(now);
        int slot = slot(second);
        long earned = 0;
        long gone = 0;
        for (int i = 0; i < SECONDS; i++) {
            if (second - stamps.get(i) < SECONDS) {
                earned += calls[i].sum();
                gone += spent.get(i);
            }
        }
        if (gone + 1 > retries.share() * (double) earned + (double) retries.perSecond() * SECONDS) {
            return false;
        }
        spent.incrementAndGet(slot);
        return true;
    }

    private long second(long now) {
        return Math.max(0, now - start) / SECOND;
    }

    /** Returns the slot of a second, emptied of what it was about before. */
    private int slot(long second) {
        int slot = (int) (second % SECONDS);
        long before = stamps.get(slot);
        // Who comes first empties it. What others count meanwhile may get lost, or what was there count a moment
        // longer: a
        // few calls, once a second.
        if (before < second && stamps.compareAndSet(slot, before, second)) {
            calls[slot].reset();
            spent.set(slot, 0);
        }
        return slot;
    }
}
