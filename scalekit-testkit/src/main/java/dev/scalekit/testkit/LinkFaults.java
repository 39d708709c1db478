package dev.scalekit.testkit;

import java.time.Duration;

/**
 * What one direction of a link does to the bytes that pass. Immutable.
 *
 * @param traffic whether bytes go on, wait or vanish
 * @param latency between reading a byte and passing it on, at least
 * @param jitter added to the latency of each chunk: from zero up to this
 * @param bytesPerSecond at most; 0 is without limit
 * @param slice bytes a write, at most; 0 is without limit
 * @param cutAfter bytes of this direction after which a connection is closed; -1 never
 * @param corruptAt the byte of this direction, from 0, whose bits are inverted; -1 none
 */
record LinkFaults(
        Traffic traffic,
        Duration latency,
        Duration jitter,
        long bytesPerSecond,
        int slice,
        long cutAfter,
        long corruptAt) {
    static final LinkFaults NONE = new LinkFaults(Traffic.PASSES, Duration.ZERO, Duration.ZERO, 0, 0, -1, -1);

    enum Traffic {
        PASSES,
        WAITS,
        VANISHES
    }

    boolean swallows() {
        return traffic == Traffic.VANISHES;
    }

    LinkFaults withTraffic(Traffic changed) {
        return new LinkFaults(changed, latency, jitter, bytesPerSecond, slice, cutAfter, corruptAt);
    }

    LinkFaults withLatency(Duration changed, Duration changedJitter) {
        return new LinkFaults(
                traffic,
                notNegative(changed, "latency"),
                notNegative(changedJitter, "jitter"),
                bytesPerSecond,
                slice,
                cutAfter,
                corruptAt);
    }

    LinkFaults withBytesPerSecond(long changed) {
        return new LinkFaults(
                traffic, latency, jitter, positive(changed, "bytesPerSecond"), slice, cutAfter, corruptAt);
    }

    LinkFaults withSlice(int changed) {
        return new LinkFaults(
                traffic, latency, jitter, bytesPerSecond, (int) positive(changed, "slice"), cutAfter, corruptAt);
    }

    LinkFaults withCutAfter(long changed) {
        return new LinkFaults(
                traffic, latency, jitter, bytesPerSecond, slice, notNegative(changed, "cutAfter"), corruptAt);
    }

    LinkFaults withCorruptAt(long changed) {
        return new LinkFaults(
                traffic, latency, jitter, bytesPerSecond, slice, cutAfter, notNegative(changed, "corruptAt"));
    }

    /** Returns how many of the bytes that are there may be written at once, at a position of the stream. */
    int length(long position, int available) {
        int length = slice == 0 ? available : Math.min(slice, available);
        if (bytesPerSecond > 0) {
            // A twentieth of a second at most: more at once would be a burst, and no limit for a short message.
            length = (int) Math.min(length, Math.max(1, bytesPerSecond / 20));
        }
        return cutAfter < 0 ? length : (int) Math.min(length, Math.max(0, cutAfter - position));
    }

    /** Inverts the corrupt byte if it is among those that are written at a position of the stream. */
    void corrupt(byte[] bytes, long position) {
        long index = corruptAt - position;
        if (corruptAt >= 0 && index >= 0 && index < bytes.length) {
            bytes[(int) index] ^= (byte) 0xff;
        }
    }

    boolean isCutAt(long position) {
        return cutAfter >= 0 && position >= cutAfter;
    }

    private static Duration notNegative(Duration value, String name) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
        return value;
    }

    private static long notNegative(long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
        return value;
    }

    private static long positive(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
        return value;
    }
}
