package dev.scalekit.queue;

import dev.scalekit.queue.Log.Entry;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A piece of a segment: a head of 24 bytes, its content, and zeros up to a multiple of 8. Immutable.
 *
 * <pre>
 * 0  u32 CRC-32C of: the seed of the log, the segment's number, this frame's offset, and bytes 4 to 23 of the head
 * 4  u32 length of the content
 * 8  u64 sequence number
 * 16 u32 CRC-32C of the content
 * 20 u8  type, then three zero bytes
 * </pre>
 *
 * <p>All numbers are big-endian. The checksum holds where the frame is, so a frame of another place or of another segment's
 * life is no frame here; and it holds the log's random seed, so that a payload cannot be made to look like one. It finds
 * accidents, not forgery. CRC-32C (RFC 3720, appendix B.4) has an instruction of its own on current processors.
 *
 * @param type what it is, from 1
 * @param sequence the number of the record
 * @param offset where in its segment the frame begins
 * @param content the bytes between head and padding
 */
record Frame(byte type, long sequence, long offset, ByteBuffer content) {
    static final int HEAD = 24;
    static final int ALIGNMENT = 8;

    /** Ends a batch: what is before it, back to the end of the batch before, is valid together or not at all. */
    static final byte BATCH_END = 1;

    /** Begins a segment. */
    static final byte SEGMENT_START = 2;

    /** Says that the segments before one are not needed any more. */
    static final byte TRIM = 3;

    /** The first type that the log only carries. */
    static final byte RECORD = 16;

    /** Returns how many bytes a frame takes. */
    static int size(int contentLength) {
        return (HEAD + contentLength + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Returns where the next frame begins. */
    long end() {
        return offset + size(content.remaining());
    }

    /**
     * Writes a frame at the buffer's position.
     *
     * @param place the checksum of where it is
     */
    static void put(ByteBuffer buffer, Place place, long sequence, Entry entry) {
        int start = buffer.position();
        buffer.putInt(0)
                .putInt(entry.content().remaining())
                .putLong(sequence)
                .putInt(entry.checksum())
                .putInt(entry.type() << 24)
                .put(entry.content().duplicate());
        while ((buffer.position() - start) % ALIGNMENT != 0) {
            buffer.put((byte) 0);
        }
        buffer.putInt(start, place.checksum(buffer, start + 4));
    }

    static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    /**
     * Where a frame is.
     *
     * @param seed of the log
     * @param segment the number of the segment
     * @param offset in it
     */
    record Place(long seed, long segment, long offset) {
        /** @param at where in the buffer the rest of the head is */
        int checksum(ByteBuffer buffer, int at) {
            // In one piece: what a call takes is more than what the bytes do.
            ByteBuffer all = ByteBuffer.allocate(3 * Long.BYTES + HEAD - 4)
                    .putLong(seed)
                    .putLong(segment)
                    .putLong(offset);
            buffer.get(at, all.array(), all.position(), all.remaining());
            CRC32C crc = new CRC32C();
            crc.update(all.array());
            return (int) crc.getValue();
        }
    }
}
