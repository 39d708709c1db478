package dev.scalekit.queue;

import dev.scalekit.queue.LogReader.RecordVisitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A log of records in segments: what {@link #append} returns from is on the medium. Not thread-safe. */
final class Log implements AutoCloseable {
    /*
     * One segment is written at a time, from its start to its end, and no byte of it that was forced is ever written again.
     * Opening begins a new one: what an interrupted write has left in the last one stays there, behind the end that the
     * start of the new one tells, so it can never be taken for part of a later batch. Only a last one in which there are
     * zeros behind its start is gone on with, or else each opening would take a segment: nothing was left in there, since
     * a batch whose write or force has failed can be seen, or there is another segment behind it.
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

    private final Settings settings;
    private final Spares spares;
    private volatile NavigableMap<Long, Integer> chain;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private Segment active;
    /** Where the next batch goes; all before it is durable. */
    private long end;

    private long lastStart = FIRST_BATCH;
    private long firstLive;
    private long nextSequence;
    private boolean sealed;
    private @Nullable IOException failure;

    private Log(Settings settings, Spares spares, Opened opened) throws IOException {
        this.settings = settings;
        this.spares = spares;
        this.chain = opened.chain;
        this.firstLive = opened.firstLive;
        this.nextSequence = opened.nextSequence;
        this.active = opened.unused == null ? begin(opened.sealed, opened.sealedEnd) : opened.unused;
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
     * @param checksum of the content
     */
    record Entry(byte type, ByteBuffer content, int checksum) {
        static Entry of(byte type, ByteBuffer content) {
            return new Entry(type, content, Frame.checksum(content));
        }

        int size() {
            return Frame.size(content.remaining());
        }
    }

    /** What was found: the segment to go on behind, if any, and the one to go on in, if any. */
    private record Opened(
            NavigableMap<Long, Integer> chain,
            long firstLive,
            long nextSequence,
            @Nullable Segment sealed,
            long sealedEnd,
            @Nullable Segment unused) {}

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
            visitor.end(reader.nextSequence());
            if (last.isPresent() && reader.durableUpTo() < lastEnd) {
                // Its end may be in the page cache only, left by a process that was killed before it forced.
                last.get().rewrite(reader.durableUpTo(), lastEnd);
            }
            Optional<Segment> unused = last.filter(segment -> reader.isLastUnused() && lastEnd == FIRST_BATCH)
                    .filter(segment -> segment.header().segmentBytes() == settings.segmentBytes());
            long seed = segments.seed().orElseGet(() -> new SecureRandom().nextLong());
            Spares spares = new Spares(disk, settings.segmentBytes(), seed, segments.lastNumber())
                    .with(segments.takeSpares(settings.segmentBytes()));
            Opened opened = new Opened(
                    segments.chain(reader.firstLive()),
                    reader.firstLive(),
                    reader.nextSequence(),
                    last.orElse(null),
                    lastEnd,
                    unused.orElse(null));
            Log log = begin(settings, spares, opened);
            try {
                segments.deleteWhatIsNotNeeded(reader.firstLive());
                unused.ifPresent(segments::handOver);
                return log;
            } catch (IOException | RuntimeException | Error e) {
                try (log) {
                    throw e;
                }
            }
        }
    }

    private static Log begin(Settings settings, Spares spares, Opened opened) throws IOException {
        try {
            return new Log(settings, spares, opened);
        } catch (IOException | RuntimeException | Error e) {
            try (spares) {
                throw e;
            }
        }
    }

    /** Returns the number of the segment that is written. */
    long activeSegment() {
        return active.number();
    }

    /** Returns where in the active segment the last batch begins. */
    long lastStart() {
        return lastStart;
    }

    /** Returns up to which offset the active segment is durable. */
    long durableEnd() {
        return end;
    }

    /** Returns how many bytes the next batch may have without another segment. */
    long remaining() {
        return sealed ? 0 : Math.max(0, active.header().markOffset() - end);
    }

    /** Returns the segments that are ready for when the active one is full. */
    Spares spares() {
        return spares;
    }

    /** Returns whether the log takes no more. */
    boolean isFailed() {
        return failure != null;
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
            size += entry.size();
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
        lastStart = end;
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
            Entry durable = Entry.of(Frame.BATCH_END, new BatchEnd(at, end, 0).encode());
            Frame.put(mark, active.place(at), nextSequence, durable);
            active.write(at, mark.flip());
        } catch (IOException e) {
            // Nothing depends on it; but who knows what the next write would do here.
            sealed = true;
        }
    }

    /**
     * Notes that segments before a number are not needed any more. Their files may be deleted from then on.
     *
     * @param with what must be in the log from the same moment on
     */
    void trim(long firstNeeded, List<Entry> with) {
        List<Entry> entries = new ArrayList<>(with);
        entries.add(Entry.of(Frame.TRIM, LogReader.trimmed(firstNeeded)));
        append(entries);
        trimmed(firstNeeded);
    }

    /** Notes that a batch was appended that says so. */
    void trimmed(long firstNeeded) {
        firstLive = Math.max(firstLive, firstNeeded);
        chain = new TreeMap<>(chain.tailMap(firstNeeded, true));
    }

    /** Returns the lengths of the segments of the log by their numbers, the active one included. May be called by any thread. */
    NavigableMap<Long, Integer> chain() {
        return Collections.unmodifiableNavigableMap(chain);
    }

    /** Returns how many bytes the segments take, without the spare ones. May be called by any thread. */
    long chainBytes() {
        return chain.values().stream().mapToLong(Integer::longValue).sum();
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
        Segment next = spares.take();
        try {
            // From here on the start may be on the medium, whatever we hear: nothing goes into the one before any more.
            sealed = true;
            SegmentStart start =
                    new SegmentStart(previous == null ? 0 : previous.number(), previousEnd, Math.max(1, firstLive));
            write(next, SegmentHeader.BYTES, List.of(Entry.of(Frame.SEGMENT_START, start.encode())));
            next.force();
            nextSequence++;
            sealed = false;
            NavigableMap<Long, Integer> longer = new TreeMap<>(chain);
            longer.put(next.number(), next.header().segmentBytes());
            chain = longer;
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
            reserve(entry.size() + BatchEnd.FRAME);
            Frame.put(buffer, segment.place(at + buffer.position()), sequence++, entry);
        }
        BatchEnd batch = new BatchEnd(at, at, entries.size());
        Entry batchEnd = Entry.of(Frame.BATCH_END, batch.encode());
        Frame.put(buffer, segment.place(at + buffer.position()), sequence, batchEnd);
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
        try (spares;
                Segment last = active) {
            mark();
            if (!sealed && failure == null) {
                last.force();
            }
        }
    }

    @Override
    public String toString() {
        return "Log[" + spares + ", " + active + " up to " + end
                + (failure != null ? ", failed" : sealed ? ", sealed" : "") + "]";
    }
}
