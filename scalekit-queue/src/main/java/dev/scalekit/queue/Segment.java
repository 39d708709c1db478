package dev.scalekit.queue;

import dev.scalekit.queue.Disk.DiskFile;
import dev.scalekit.queue.Frame.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of the log: its header, and the frames in it. Not thread-safe. */
final class Segment implements AutoCloseable {
    /** A file that has this ending was never finished, and holds nothing. */
    static final String UNFINISHED = ".new";

    private static final Pattern NAME = Pattern.compile("segment-([0-9a-f]{16})");
    private static final int WINDOW = 1 << 20;

    private final String name;
    private final DiskFile file;
    private final SegmentHeader header;
    private final int windowBytes;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;
    private long limit;

    private Segment(String name, DiskFile file, SegmentHeader header, int windowBytes) {
        this.name = name;
        this.file = file;
        this.header = header;
        this.windowBytes = windowBytes;
        this.limit = header.segmentBytes();
    }

    static String name(long number) {
        return String.format(Locale.ROOT, "segment-%016x", number);
    }

    /** Returns the number in the name of a segment's file, finished or not; empty for other files. */
    static OptionalLong numberOf(String name) {
        return number(name.endsWith(UNFINISHED) ? name.substring(0, name.length() - UNFINISHED.length()) : name);
    }

    /** Returns the number in the name of a segment's file; empty for other files. */
    static OptionalLong number(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseUnsignedLong(matcher.group(1), 16)) : OptionalLong.empty();
    }

    /**
     * Creates a segment of zeros. It has its name only once all of it is on the medium, so what has the name is whole.
     *
     * @throws IOException if there is no room; the file is gone then, as far as that could be done
     */
    static Segment create(Disk disk, SegmentHeader header) throws IOException {
        String name = name(header.number());
        String unfinished = name + UNFINISHED;
        String called = unfinished;
        DiskFile file = disk.create(unfinished);
        try {
            file.write(0, header.encode());
            ByteBuffer zeros = ByteBuffer.allocate(Math.min(WINDOW, header.segmentBytes()));
            for (long at = SegmentHeader.BYTES; at < header.segmentBytes(); at += zeros.limit()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), header.segmentBytes() - at));
                file.write(at, zeros);
            }
            file.force(true);
            disk.rename(unfinished, name);
            called = name;
            disk.forceDirectory();
            return new Segment(name, file, header, WINDOW);
        } catch (IOException e) {
            try (file) {
                disk.delete(called);
            } catch (IOException ignored) {
                e.addSuppressed(ignored);
            }
            throw e;
        }
    }

    /**
     * Opens a segment that is there.
     *
     * @throws CorruptLogException if its header is gone
     * @throws UnknownFormatException if it is of another version
     */
    static Segment open(Disk disk, String name) throws IOException {
        return open(disk, name, WINDOW);
    }

    /** @param windowBytes how much is read at once */
    static Segment open(Disk disk, String name, int windowBytes) throws IOException {
        DiskFile file = disk.open(name);
        try {
            ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
            file.read(0, bytes);
            SegmentHeader header = SegmentHeader.decode(name, bytes.flip())
                    .filter(found -> number(name).orElse(-1) == found.number())
                    .orElseThrow(() -> new CorruptLogException(name, 0, "its header cannot be read"));
            if (file.size() != header.segmentBytes()) {
                throw new CorruptLogException(
                        name,
                        file.size(),
                        "it has another length than the " + header.segmentBytes() + " of its header");
            }
            return new Segment(name, file, header, windowBytes);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Deletes the segments before one. Safe to repeat. */
    static void deleteBefore(Disk disk, long firstLive) throws IOException {
        for (String name : disk.list()) {
            if (number(name).orElse(Long.MAX_VALUE) < firstLive) {
                disk.delete(name);
            }
        }
        disk.forceDirectory();
    }

    /** Takes a segment as it is, whatever is left of it, with the header that it should have. */
    static Segment ofDamaged(String name, DiskFile file, SegmentHeader header) {
        return new Segment(name, file, header, WINDOW);
    }

    String name() {
        return name;
    }

    SegmentHeader header() {
        return header;
    }

    long number() {
        return header.number();
    }

    Place place(long offset) {
        return new Place(header.seed(), header.number(), offset);
    }

    void write(long offset, ByteBuffer bytes) throws IOException {
        file.write(offset, bytes);
    }

    void force() throws IOException {
        file.force(false);
    }

    /**
     * Writes what is there once more, and forces it: a force alone would not write what an earlier one, that failed, has
     * marked clean.
     */
    void rewrite(long from, long to) throws IOException {
        if (to > from) {
            ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
            file.read(from, bytes);
            file.write(from, bytes.flip());
        }
        file.force(false);
    }

    /** Has nothing read from an offset on, where somebody else may still write. */
    void limit(long end) {
        limit = end;
    }

    /** Has the next read look at the file again, of which somebody else may have written more. */
    void forget() {
        window = ByteBuffer.allocate(0);
        windowStart = 0;
    }

    /** Returns the frame at an offset; empty if there is no valid one. */
    Optional<Frame> frameAt(long offset) throws IOException {
        ByteBuffer head = bytes(offset, Frame.HEAD);
        if (!isHead(head, offset)) {
            return Optional.empty();
        }
        int length = head.getInt(4);
        long sequence = head.getLong(8);
        int checksum = head.getInt(16);
        byte type = head.get(20);
        ByteBuffer content = bytes(offset + Frame.HEAD, length);
        return content.remaining() == length && Frame.checksum(content) == checksum
                ? Optional.of(new Frame(type, sequence, offset, content))
                : Optional.empty();
    }

    /**
     * The head of a frame whose content may be damaged.
     *
     * @param end where the frame ends
     */
    record FrameHead(byte type, long sequence, long offset, long end) {}

    /** Returns the head of the frame at an offset, whatever its content; empty if there is no valid one. */
    Optional<FrameHead> headAt(long offset) throws IOException {
        ByteBuffer head = bytes(offset, Frame.HEAD);
        return isHead(head, offset)
                ? Optional.of(new FrameHead(head.get(20), head.getLong(8), offset, offset + Frame.size(head.getInt(4))))
                : Optional.empty();
    }

    /** Checked before anything is allocated: whatever the length says, it is no longer than the file. */
    private boolean isHead(ByteBuffer head, long offset) {
        return head.remaining() == Frame.HEAD
                && head.get(20) != 0
                && head.getInt(4) >= 0
                && head.getInt(4) <= header.segmentBytes() - offset - Frame.HEAD
                && place(offset).checksum(head.slice(4, Frame.HEAD - 4)) == head.getInt(0);
    }

    /** Returns what ends a batch at an offset; empty if nothing does. Quick where there are only zeros. */
    Optional<BatchEnd> batchEndAt(long offset) throws IOException {
        ByteBuffer head = bytes(offset, Frame.HEAD);
        if (head.remaining() < Frame.HEAD || head.get(20) != Frame.BATCH_END || head.getInt(4) != BatchEnd.BYTES) {
            return Optional.empty();
        }
        return frameAt(offset).map(frame -> BatchEnd.decode(frame.content()));
    }

    /** Returns bytes from the offset on, as many as wanted or as the file has; valid until the next call but one. */
    private ByteBuffer bytes(long offset, int wanted) throws IOException {
        if (offset < windowStart || offset + wanted > windowStart + window.limit()) {
            long left = Math.max(0, limit - offset);
            ByteBuffer fresh = ByteBuffer.allocate((int) Math.min(left, Math.max(windowBytes, wanted)));
            file.read(offset, fresh);
            window = fresh.flip();
            windowStart = offset;
        }
        int at = (int) (offset - windowStart);
        return window.slice(at, Math.max(0, Math.min(wanted, window.limit() - at)));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
