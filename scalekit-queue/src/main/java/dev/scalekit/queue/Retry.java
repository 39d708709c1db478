package dev.scalekit.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a message waits before it is tried again. Immutable. */
public final class Retry {
    private final Duration first;
    private final Duration maximum;
    private final boolean jitter;

    private Retry(Duration first, Duration maximum, boolean jitter) {
        this.first = Bounds.requirePositiveWait(first, "first");
        this.maximum = Bounds.requirePositiveWait(maximum, "maximum");
        this.jitter = jitter;
    }

    /**
     * Waits twice as long after each attempt, up to a maximum, and of each such time at least half and at most all,
     * at random. So what failed together, because something that all of it needs was away, does not come back
     * together.
     *
     * <p>This is "equal jitter" in Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. Its
     * "full jitter" spends less work under contention, but may try again at once what has only just failed, and
     * attempts are few here.
     *
     * @param first the most after the first attempt; positive
     * @param maximum the most after any attempt; not less than {@code first}, at most 365 days
     * @throws IllegalArgumentException if they are out of these bounds
     */
    public static Retry exponential(Duration first, Duration maximum) {
        Retry retry = new Retry(first, maximum, true);
        if (first.compareTo(maximum) > 0) {
            throw new IllegalArgumentException("first must be at most maximum, " + maximum + ": " + first);
        }
        return retry;
    }

    /**
     * Waits the same time after each attempt, without any randomness.
     *
     * @param delay positive, at most 365 days
     * @throws IllegalArgumentException if it is not
     */
    public static Retry fixed(Duration delay) {
        Bounds.requirePositiveWait(delay, "delay");
        return new Retry(delay, delay, false);
    }

    /** @param attempt the one that failed, from 1 */
    Duration delay(int attempt, RandomGenerator random) {
        Bounds.requireAtLeast(attempt, "attempt", 1);
        if (!jitter) {
            return first;
        }
        long most = mostNanos(attempt);
        return Duration.ofNanos(most - most / 2 + random.nextLong(most / 2 + 1));
    }

    private long mostNanos(int attempt) {
        long nanos = first.toNanos();
        int doublings = attempt - 1;
        // A further doubling would reach the sign; the maximum of 365 days is far below that.
        boolean fits = doublings < Long.numberOfLeadingZeros(nanos);
        return fits ? Math.min(nanos << doublings, maximum.toNanos()) : maximum.toNanos();
    }

    @Override
    public String toString() {
        return jitter ? "Retry[exponential from " + first + " to " + maximum + "]" : "Retry[fixed " + first + "]";
    }
}
