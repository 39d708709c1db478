package dev.scalekit.queue;

import java.nio.ByteBuffer;

/**
 * The first record of a segment, in a batch of its own: from when it is durable, the segment before is sealed. Immutable.
 *
 * @param previous the number of the segment before, 0 for none
 * @param previousEnd where that one ends: what it has from here on is not part of the log
 * @param firstLive the number of the first segment that is still needed
 */
record SegmentStart(long previous, long previousEnd, long firstLive) {
    static final int BYTES = 24;

    ByteBuffer encode() {
        return ByteBuffer.allocate(BYTES)
                .putLong(previous)
                .putLong(previousEnd)
                .putLong(firstLive)
                .flip();
    }

    static SegmentStart decode(ByteBuffer content) {
        return new SegmentStart(content.getLong(0), content.getLong(8), content.getLong(16));
    }
}
