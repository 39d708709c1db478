package dev.scalekit.queue;

import dev.scalekit.queue.Disk.DiskFile;
import dev.scalekit.queue.Frame.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of the log: its header, and the frames in it. Not thread-safe. */
final class Segment implements AutoCloseable {
    /** A file that has this ending was never finished, and holds nothing. */
    static final String UNFINISHED = ".new";

    private static final Pattern NAME = Pattern.compile("segment-([0-9a-f]{16})");
    private static final int WINDOW = 1 << 20;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(WINDOW).asReadOnlyBuffer();

    private final String name;
    private final DiskFile file;
    private final SegmentHeader header;
    private final int windowBytes;
    private final IntFunction<ByteBuffer> buffers;
    private ByteBuffer window = NOTHING;
    private long windowStart;
    private long limit;

    private Segment(
            String name, DiskFile file, SegmentHeader header, int windowBytes, IntFunction<ByteBuffer> buffers) {
        this.name = name;
        this.file = file;
        this.header = header;
        this.windowBytes = windowBytes;
        this.buffers = buffers;
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
            for (long at = SegmentHeader.BYTES; at < header.segmentBytes(); at += WINDOW) {
                file.write(at, ZEROS.slice(0, (int) Math.min(WINDOW, header.segmentBytes() - at)));
            }
            file.force(true);
            disk.rename(unfinished, name);
            called = name;
            disk.forceDirectory();
            return new Segment(name, file, header, WINDOW, ByteBuffer::allocate);
        } catch (IOException | RuntimeException | Error e) {
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
        return open(disk, name, windowBytes, ByteBuffer::allocate);
    }

    /**
     * Opens a segment of which the content of a frame is needed only until the next call.
     *
     * @param buffer what it is read into; nobody else uses it until {@link #forget} or the end
     */
    static Segment open(Disk disk, String name, ByteBuffer buffer) throws IOException {
        return open(
                disk,
                name,
                buffer.capacity(),
                bytes -> bytes > buffer.capacity()
                        ? ByteBuffer.allocate(bytes)
                        : buffer.clear().limit(bytes));
    }

    private static Segment open(Disk disk, String name, int windowBytes, IntFunction<ByteBuffer> buffers)
            throws IOException {
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
            return new Segment(name, file, header, windowBytes, buffers);
        } catch (IOException | RuntimeException | Error e) {
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
        return new Segment(name, file, header, WINDOW, ByteBuffer::allocate);
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
        window = NOTHING;
        windowStart = 0;
    }

    /** Returns the frame at an offset; empty if there is no valid one. */
    Optional<Frame> frameAt(long offset) throws IOException {
        if (!hasHead(offset)) {
            return Optional.empty();
        }
        int at = at(offset);
        int length = window.getInt(at + 4);
        long sequence = window.getLong(at + 8);
        int checksum = window.getInt(at + 16);
        byte type = window.get(at + 20);
        if (!has(offset, Frame.HEAD + length)) {
            return Optional.empty();
        }
        ByteBuffer content = window.slice(at(offset) + Frame.HEAD, length);
        return Frame.checksum(content) == checksum
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
        if (!hasHead(offset)) {
            return Optional.empty();
        }
        int at = at(offset);
        long end = offset + Frame.size(window.getInt(at + 4));
        return Optional.of(new FrameHead(window.get(at + 20), window.getLong(at + 8), offset, end));
    }

    /** Checked before anything is allocated: whatever the length says, it is no longer than the file. */
    private boolean hasHead(long offset) throws IOException {
        if (!has(offset, Frame.HEAD)) {
            return false;
        }
        int at = at(offset);
        return window.get(at + 20) != 0
                && window.getInt(at + 4) >= 0
                && window.getInt(at + 4) <= header.segmentBytes() - offset - Frame.HEAD
                && place(offset).checksum(window, at + 4) == window.getInt(at);
    }

    /** Returns what ends a batch at an offset; empty if nothing does. */
    Optional<BatchEnd> batchEndAt(long offset) throws IOException {
        if (!has(offset, Frame.HEAD)
                || window.get(at(offset) + 20) != Frame.BATCH_END
                || window.getInt(at(offset) + 4) != BatchEnd.BYTES) {
            return Optional.empty();
        }
        return frameAt(offset).map(frame -> BatchEnd.decode(frame.content()));
    }

    /** Returns where the first byte is, from an offset on, that is not zero; the length of the segment if there is none. */
    long used(long offset) throws IOException {
        int length;
        for (long at = offset; has(at, 1); at += length) {
            length = Math.min(window.limit() - at(at), WINDOW);
            int used = window.slice(at(at), length).mismatch(ZEROS.slice(0, length));
            if (used >= 0) {
                return at + used;
            }
        }
        return header.segmentBytes();
    }

    /** Reads on if need be, and returns whether the file has so many bytes at an offset; they are in the window then. */
    private boolean has(long offset, int wanted) throws IOException {
        if (offset < windowStart || offset + wanted > windowStart + window.limit()) {
            int bytes = (int) Math.min(Math.max(0, limit - offset), Math.max(windowBytes, wanted));
            ByteBuffer fresh = buffers.apply(bytes);
            window = NOTHING;
            file.read(offset, fresh);
            window = fresh.flip();
            windowStart = offset;
        }
        return at(offset) + wanted <= window.limit();
    }

    private int at(long offset) {
        return (int) (offset - windowStart);
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
