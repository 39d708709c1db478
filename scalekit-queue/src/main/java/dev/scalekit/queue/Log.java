package dev.scalekit.queue;

import dev.scalekit.queue.LogReader.RecordVisitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A log of records in segments: what {@link #append} returns from is on the medium. Not thread-safe. */
final class Log implements AutoCloseable {
    /*
     * One segment is written at a time, from its start to its end, and no byte of it that was forced is ever written again.
     * Opening always begins a new one: what an interrupted write has left in the last one stays there, behind the end that
     * the start of the new one tells, so it can never be taken for part of a later batch.
     *
     * After a write or a force that failed nobody knows what is on the medium, and a second force says nothing about it:
     * the kernel may have dropped the pages and marked them clean (Rebello et al., "Can Applications Recover from fsync
     * Failures?", USENIX ATC 2020). So that file is never forced again. A new segment's start says that the old one ends
     * where it was durable, and from when that is forced the failed batch is not in the log. If this fails as well, the
     * medium is beyond us and the log takes no more.
     *
     * States: open -> sealed (the active segment takes no more, the next append begins another) -> open, or failed.
     */
    /** Where the first batch goes, behind the one with the start of the segment. */
    private static final long FIRST_BATCH =
            SegmentHeader.BYTES + (long) Frame.size(SegmentStart.BYTES) + BatchEnd.FRAME;

    private final Disk disk;
    private final Settings settings;
    private final long seed;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private Segment active;
    /** Where the next batch goes; all before it is durable. */
    private long end;

    private long lastNumber;
    private long firstLive;
    private long nextSequence;
    private boolean sealed;
    private @Nullable IOException failure;

    private Log(Disk disk, Settings settings, long seed, Opened opened) throws IOException {
        this.disk = disk;
        this.settings = settings;
        this.seed = seed;
        this.lastNumber = opened.lastNumber;
        this.firstLive = opened.firstLive;
        this.nextSequence = opened.nextSequence;
        this.active = begin(opened.sealed, opened.sealedEnd);
        this.end = FIRST_BATCH;
    }

    /**
     * What a log is made of.
     *
     * @param segmentBytes the length of a segment, a multiple of 4,096 and at least 8,192
     */
    record Settings(int segmentBytes) {
        Settings {
            if (segmentBytes < 2 * SegmentHeader.BYTES || segmentBytes % SegmentHeader.BYTES != 0) {
                throw new IllegalArgumentException("segmentBytes must be a multiple of " + SegmentHeader.BYTES
                        + " and at least " + 2 * SegmentHeader.BYTES + ": " + segmentBytes);
            }
        }

        /** Returns how many bytes the largest batch may have, its end included. */
        long room() {
            return segmentBytes - SegmentHeader.MARK_BYTES - FIRST_BATCH;
        }
    }

    /**
     * Something to append.
     *
     * @param type {@link Frame#RECORD} or more
     */
    record Entry(byte type, ByteBuffer content) {}

    /** What was found: the segment to go on behind, if any. */
    private record Opened(
            long lastNumber,
            long firstLive,
            long nextSequence,
            @Nullable Segment sealed,
            long sealedEnd) {}

    /**
     * Opens the log of a folder, or begins one in an empty folder.
     *
     * @param visitor takes all records that are there
     * @throws CorruptLogException if acknowledged data is damaged; nothing was changed
     * @throws UnknownFormatException if it was written by another version; nothing was changed
     * @throws IOException if the medium fails; opening again starts from the beginning
     */
    static Log open(Disk disk, Settings settings, RecordVisitor visitor) throws IOException {
        try (OpenSegments segments = OpenSegments.of(disk)) {
            LogReader reader = new LogReader(visitor);
            Optional<Segment> last = segments.last();
            long lastEnd = segments.read(reader);
            if (last.isPresent()) {
                // Its end may be in the page cache only, left by a process that was killed before it forced.
                last.get().rewrite(reader.durableUpTo(), lastEnd);
            }
            Log log = new Log(
                    disk,
                    settings,
                    segments.seed().orElseGet(() -> new SecureRandom().nextLong()),
                    new Opened(
                            segments.lastNumber(),
                            reader.firstLive(),
                            reader.nextSequence(),
                            last.orElse(null),
                            lastEnd));
            segments.deleteWhatIsNotNeeded(reader.firstLive());
            return log;
        }
    }

    /** Returns the number of the segment that is written. */
    long activeSegment() {
        return active.number();
    }

    /**
     * Appends records as one batch: after a crash all of them are there, or none.
     *
     * @return the sequence number of the first; the others follow
     * @throws IllegalArgumentException if they do not fit into a segment; nothing was written
     * @throws LogFailedException if they are not in the log; says whether it takes further ones
     */
    long append(List<Entry> entries) {
        long size = BatchEnd.FRAME;
        for (Entry entry : entries) {
            size += Frame.size(entry.content().remaining());
        }
        long room = settings.room();
        if (size > room) {
            throw new IllegalArgumentException(
                    "A batch of " + size + " bytes does not fit into a segment, which has room for " + room + " bytes");
        }
        if (failure != null) {
            throw new LogFailedException("The log takes no more: the medium failed before", failure);
        }
        if (sealed || end + size > active.header().markOffset()) {
            roll();
        }
        long first = nextSequence;
        try {
            write(active, end, entries);
            active.force();
        } catch (IOException e) {
            sealAfter(e);
            throw new LogFailedException(
                    "The records are not in the log, which takes further ones in another segment", e);
        }
        end += size;
        nextSequence += entries.size();
        return first;
    }

    /**
     * Says at the end of the segment up to where it is durable, so that damage to the last batch shows. Not forced: a mark
     * that is not there says nothing, and one that is there was true when it was written.
     */
    void mark() {
        if (sealed || failure != null) {
            return;
        }
        try {
            long at = active.header().markOffset();
            ByteBuffer mark = ByteBuffer.allocate(BatchEnd.FRAME);
            Frame.put(mark, active.place(at), Frame.BATCH_END, nextSequence, new BatchEnd(at, end, 0).encode());
            active.write(at, mark.flip());
        } catch (IOException e) {
            // Nothing depends on it; but who knows what the next write would do here.
            sealed = true;
        }
    }

    /** Notes that segments before a number are not needed any more, and deletes them. */
    void trim(long firstNeeded) throws IOException {
        if (firstNeeded <= firstLive) {
            return;
        }
        append(List.of(new Entry(Frame.TRIM, LogReader.trimmed(firstNeeded))));
        long from = firstLive;
        firstLive = firstNeeded;
        for (String name : disk.list()) {
            long number = Segment.number(name).orElse(Long.MAX_VALUE);
            if (number >= from && number < firstNeeded) {
                disk.delete(name);
            }
        }
        disk.forceDirectory();
    }

    private void roll() {
        try {
            next();
        } catch (IOException e) {
            if (!sealed) {
                throw new LogFailedException("The records are not in the log: there is no room for another segment", e);
            }
            // The start of the new segment failed. Nothing of the records was written, and a second segment may do.
            sealAfter(e);
        }
    }

    /** Begins another segment after one has failed; if that fails as well, the log takes no more. */
    private void sealAfter(IOException cause) {
        sealed = true;
        try {
            next();
        } catch (IOException e) {
            e.addSuppressed(cause);
            failure = e;
            throw new LogFailedException(
                    "Whether the records are in the log is unknown, and it takes no more: the medium failed twice", e);
        }
    }

    /** Begins another segment behind the durable end of the active one. */
    private void next() throws IOException {
        Segment next = begin(active, end);
        Segment done = active;
        active = next;
        end = FIRST_BATCH;
        sealed = false;
        done.close();
    }

    /** Creates a segment and forces its start, which seals the one before. */
    private Segment begin(@Nullable Segment previous, long previousEnd) throws IOException {
        Segment next = Segment.create(disk, new SegmentHeader(settings.segmentBytes(), ++lastNumber, seed));
        try {
            // From here on the start may be on the medium, whatever we hear: nothing goes into the one before any more.
            sealed = true;
            SegmentStart start =
                    new SegmentStart(previous == null ? 0 : previous.number(), previousEnd, Math.max(1, firstLive));
            write(next, SegmentHeader.BYTES, List.of(new Entry(Frame.SEGMENT_START, start.encode())));
            next.force();
            nextSequence++;
            sealed = false;
            return next;
        } catch (IOException e) {
            next.close();
            throw e;
        }
    }

    private void write(Segment segment, long at, List<Entry> entries) throws IOException {
        buffer.clear();
        long sequence = nextSequence;
        for (Entry entry : entries) {
            reserve(Frame.size(entry.content().remaining()) + BatchEnd.FRAME);
            Frame.put(buffer, segment.place(at + buffer.position()), entry.type(), sequence++, entry.content());
        }
        BatchEnd batch = new BatchEnd(at, at, entries.size());
        Frame.put(buffer, segment.place(at + buffer.position()), Frame.BATCH_END, sequence, batch.encode());
        segment.write(at, buffer.flip());
    }

    private void reserve(int bytes) {
        if (buffer.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(buffer.capacity() * 2, buffer.position() + bytes));
            buffer = larger.put(buffer.flip());
        }
    }

    /** Marks the end, forces it and closes the files. The log must not be used afterwards. */
    @Override
    public void close() throws IOException {
        mark();
        if (!sealed && failure == null) {
            active.force();
        }
        active.close();
    }

    @Override
    public String toString() {
        return "Log[" + disk + ", " + active + " up to " + end
                + (failure != null ? ", failed" : sealed ? ", sealed" : "") + "]";
    }
}
