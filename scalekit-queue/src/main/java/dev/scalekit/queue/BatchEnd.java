package dev.scalekit.queue;

import java.nio.ByteBuffer;

/**
 * What ends a batch, and makes it valid; or, at the end of a segment, the mark that tells what is durable. Immutable.
 *
 * @param batchStart the offset at which the batch begins; a batch that another one has half overwritten does not match it
 * @param durableUpTo all bytes of the segment before this offset were forced when this was written
 * @param count how many frames come before it in the batch
 */
record BatchEnd(long batchStart, long durableUpTo, int count) {
    static final int BYTES = 24;
    static final int FRAME = Frame.HEAD + BYTES;

    ByteBuffer encode() {
        return ByteBuffer.allocate(BYTES)
                .putLong(batchStart)
                .putLong(durableUpTo)
                .putInt(count)
                .putInt(0)
                .flip();
    }

    static BatchEnd decode(ByteBuffer content) {
        return new BatchEnd(content.getLong(0), content.getLong(8), content.getInt(16));
    }
}
