package dev.scalekit.queue;

import java.nio.ByteBuffer;

/**
 * Messages with ids of a range, all in one segment, in rising order. Immutable.
 *
 * @param from the lowest id
 * @param to the one behind the highest
 * @param segment where they are
 * @param start where in it the first may be
 * @param end where in it the last ends
 * @param messages how many there were
 * @param bytes of their frames
 */
record Range(long from, long to, long segment, long start, long end, long messages, long bytes) {
    static final int BYTES = 7 * Long.BYTES;

    /** Returns the range with what follows it, in the same segment. */
    Range with(Range next) {
        return new Range(
                from,
                next.to,
                segment,
                Math.min(start, next.start),
                Math.max(end, next.end),
                messages + next.messages,
                bytes + next.bytes);
    }

    boolean holds(long id) {
        return id >= from && id < to;
    }

    void put(ByteBuffer into) {
        into.putLong(from)
                .putLong(to)
                .putLong(segment)
                .putLong(start)
                .putLong(end)
                .putLong(messages)
                .putLong(bytes);
    }

    static Range get(ByteBuffer from) {
        return new Range(
                from.getLong(),
                from.getLong(),
                from.getLong(),
                from.getLong(),
                from.getLong(),
                from.getLong(),
                from.getLong());
    }
}
