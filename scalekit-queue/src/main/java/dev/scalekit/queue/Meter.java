package dev.scalekit.queue;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many events there were in each of the last 60 whole seconds.
 *
 * <p>Thread-safe for one thread that adds and any that read. Neither waits for the other.
 */
final class Meter {
    /*
     * Each slot of the ring is one number: the second in its upper half, the count in its lower one. So a reader never takes
     * the count of one minute for that of another, and the only thread that writes needs no atomic addition.
     */
    private static final int SECONDS = 60;
    private static final int SLOTS = 64;
    private static final long NANOS = 1_000_000_000;
    private static final long MOST = 0xFFFF_FFFFL;

    private final long startNanos;
    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

    /**
     * Makes a meter without events.
     *
     * @param startNanos the time now, on the clock of all the other calls
     */
    Meter(long startNanos) {
        this.startNanos = startNanos;
    }

    /**
     * Adds events of now.
     *
     * @param count at least 0; more than 4 billion of a second are not counted
     */
    void add(long count, long nowNanos) {
        long second = second(nowNanos);
        int slot = (int) (second % SLOTS);
        long before = slots.getPlain(slot);
        long counted = before >>> 32 == second ? before & MOST : 0;
        slots.setRelease(slot, second << 32 | Math.min(MOST, counted + count));
    }

    /**
     * Returns how many there were in a second of the last 60 whole ones, on average, or of those that there were since the
     * start; 0 in the first one.
     */
    double perSecond(long nowNanos) {
        long now = second(nowNanos);
        long from = Math.max(0, now - SECONDS);
        long sum = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            long value = slots.getAcquire(slot);
            long second = value >>> 32;
            sum += second >= from && second < now ? value & MOST : 0;
        }
        return now == from ? 0 : (double) sum / (now - from);
    }

    private long second(long nanos) {
        return Math.max(0, nanos - startNanos) / NANOS;
    }
}
