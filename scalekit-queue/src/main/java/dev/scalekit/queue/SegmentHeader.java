package dev.scalekit.queue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first {@value #BYTES} bytes of a segment, on the medium before the file has its name. Immutable.
 *
 * <p>It is there twice, in sectors that are apart, so that one bad sector does not take it. A copy is
 *
 * <pre>
 * 0  "SKQUEUE" and a zero byte
 * 8  u32 format version, 1
 * 12 u32 length of the segment in bytes
 * 16 u64 number of the segment
 * 24 u64 seed of the log
 * 32 u32 CRC-32C of bytes 0 to 31
 * </pre>
 *
 * @param segmentBytes the length of the file
 * @param number of the segment, from 1, never used again in this log
 * @param seed random, the same in all segments of a log
 */
record SegmentHeader(int segmentBytes, long number, long seed) {
    static final int BYTES = 4_096;
    static final int VERSION = 1;

    /** The last bytes of a segment are for a mark, far from the last batch: one damage does not hit both. */
    static final int MARK_BYTES = 64;

    private static final int COPY = 36;
    private static final int SECOND = 2_048;
    private static final byte[] MAGIC = "SKQUEUE\0".getBytes(StandardCharsets.US_ASCII);

    /** Returns where the mark is, and where the room for batches ends. */
    long markOffset() {
        return (long) segmentBytes - MARK_BYTES;
    }

    ByteBuffer encode() {
        ByteBuffer copy = ByteBuffer.allocate(COPY)
                .put(MAGIC)
                .putInt(VERSION)
                .putInt(segmentBytes)
                .putLong(number)
                .putLong(seed);
        copy.putInt(Frame.checksum(copy.duplicate().flip())).flip();
        return ByteBuffer.allocate(BYTES).put(0, copy, 0, COPY).put(SECOND, copy, 0, COPY);
    }

    /**
     * Reads a header.
     *
     * @return empty if no copy of it is whole
     * @throws UnknownFormatException if a whole copy is of another version
     */
    static Optional<SegmentHeader> decode(String file, ByteBuffer bytes) {
        return decode(file, bytes, 0).or(() -> decode(file, bytes, SECOND));
    }

    private static Optional<SegmentHeader> decode(String file, ByteBuffer bytes, int at) {
        if (bytes.limit() < at + COPY) {
            return Optional.empty();
        }
        ByteBuffer copy = bytes.slice(at, COPY);
        boolean whole = copy.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
                && Frame.checksum(copy.slice(0, COPY - Integer.BYTES)) == copy.getInt(COPY - Integer.BYTES);
        if (!whole) {
            return Optional.empty();
        }
        int version = copy.getInt(8);
        if (version != VERSION) {
            throw new UnknownFormatException(file, version);
        }
        return Optional.of(new SegmentHeader(copy.getInt(12), copy.getLong(16), copy.getLong(24)));
    }
}
