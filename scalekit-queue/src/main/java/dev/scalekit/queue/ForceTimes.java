package dev.scalekit.queue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How long the last few thousand forces took.
 *
 * <p>A histogram of fixed size whose classes are 1/32 of a power of two wide, like those of HdrHistogram (Gil Tene): what it says is
 * at most 1/32 too much. A time of more than 36 minutes counts as that, but for the maximum. There are two; when one has {@value
 * #HALF} times, it takes the place of the other, and a new one takes the next times, so that what is old is forgotten.
 *
 * <p>Thread-safe for one thread that adds and any that read. Neither waits for the other.
 */
final class ForceTimes {
    static final int HALF = 4_096;

    private volatile Halves halves = new Halves(new Half(), new Half());
    /** The adding thread's. */
    private int added;

    /**
     * What is known of the last forces.
     *
     * @param count how many those are
     * @param median half of them took at most this
     * @param p99 of a hundred, 99 took at most this
     * @param maximum the longest
     */
    record Summary(long count, Duration median, Duration p99, Duration maximum) {}

    /** Adds the time of a force. */
    void add(long nanos) {
        if (added == HALF) {
            // Not emptied and used again, so who reads the old one reads no mixture.
            halves = new Halves(halves.current, new Half());
            added = 0;
        }
        halves.current.add(Math.max(0, nanos));
        added++;
    }

    /** Returns what there is; all zero if that is nothing. */
    Summary summary() {
        Halves both = halves;
        int[] counts = new int[Half.CLASSES];
        long count = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = both.previous.counts.getAcquire(i) + both.current.counts.getAcquire(i);
            count += counts[i];
        }
        // After the counts: it is written before them, so it is not less than what was counted.
        long maximum = Math.max(both.previous.maximum, both.current.maximum);
        return new Summary(
                count,
                Duration.ofNanos(Math.min(maximum, atMost(counts, (count + 1) / 2))),
                Duration.ofNanos(Math.min(maximum, atMost(counts, (count * 99 + 99) / 100))),
                Duration.ofNanos(maximum));
    }

    /** Returns the end of the class of the time that has a rank, from 1. */
    private static long atMost(int[] counts, long rank) {
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            below += counts[i];
            if (below >= rank && rank > 0) {
                return Half.end(i);
            }
        }
        return 0;
    }

    private record Halves(Half previous, Half current) {}

    private static final class Half {
        /** 32 classes for each power of two, from 2^5 to 2^40, and 32 of one nanosecond each below that. */
        private static final int CLASSES = 37 * 32;

        private final AtomicIntegerArray counts = new AtomicIntegerArray(CLASSES);
        private volatile long maximum;

        void add(long nanos) {
            if (nanos > maximum) {
                maximum = nanos;
            }
            int index = index(nanos);
            counts.setRelease(index, counts.getPlain(index) + 1);
        }

        static int index(long nanos) {
            if (nanos < 32) {
                return (int) nanos;
            }
            int exponent = 63 - Long.numberOfLeadingZeros(nanos);
            int index = (exponent - 4) * 32 + (int) (nanos >>> (exponent - 5)) - 32;
            return Math.min(CLASSES - 1, index);
        }

        /** Returns the longest time of a class. */
        static long end(int index) {
            if (index < 32) {
                return index;
            }
            int shift = index / 32 - 1;
            return ((index % 32 + 33L) << shift) - 1;
        }
    }
}
