package dev.scalekit.queue;

import dev.scalekit.queue.Segment.FrameHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is left of a segment: the frames in it, wherever damage lets them be found. Changes nothing. Not thread-safe. */
final class DamagedSegment implements AutoCloseable {
    /*
     * Frames are at multiples of 8, and the checksum of a head holds the seed of the log, the segment and the offset. So
     * behind damage the next valid head is found by trying each place, and it is one: nothing that a payload holds can
     * pass for it.
     */
    private static final long START = SegmentHeader.BYTES;
    private static final long START_END = START + Frame.size(SegmentStart.BYTES);
    private static final long FIRST_BATCH = START_END + BatchEnd.FRAME;
    private static final int PIECE = 1 << 16;

    private final Segment segment;
    private final SalvageFile file;
    private final boolean headerLost;
    private final long fileBytes;
    private final List<Trim> trims = new ArrayList<>();
    private Optional<SegmentStart> start = Optional.empty();
    private OptionalLong startSequence = OptionalLong.empty();
    private OptionalLong firstSequence = OptionalLong.empty();
    private long durableUpTo = START;
    private long durableSequence;
    private boolean begun;

    /** A record that says from which segment on the log is needed, and where it ends. */
    private record Trim(long end, long firstLive) {}

    /** Takes what is found, in its order. */
    interface Visitor {
        void frame(Frame frame) throws IOException;

        /** Hears of a frame of which only the head can be read. */
        void lost(FrameHead head);
    }

    /**
     * Looks through a segment.
     *
     * @param header what the file has, or should have
     * @param headerLost whether it should, and has not
     */
    DamagedSegment(String name, SalvageFile file, SegmentHeader header, boolean headerLost) throws IOException {
        this.segment = Segment.ofDamaged(name, file, header);
        this.file = file;
        this.headerLost = headerLost;
        this.fileBytes = file.size();
        scan(header.segmentBytes(), new Visitor() {
            @Override
            public void frame(Frame frame) {
                note(frame);
            }

            @Override
            public void lost(FrameHead head) {
                noteSequence(head.offset(), head.sequence(), head.type() == Frame.BATCH_END ? -1 : 0);
            }
        });
    }

    private void note(Frame frame) {
        int count = 0;
        if (frame.type() == Frame.BATCH_END) {
            BatchEnd end = BatchEnd.decode(frame.content());
            count = end.count();
            begun |= frame.offset() == START_END;
            if (end.durableUpTo() > durableUpTo) {
                durableUpTo = end.durableUpTo();
                durableSequence = frame.sequence() - count;
            }
        } else if (frame.type() == Frame.SEGMENT_START) {
            start = Optional.of(SegmentStart.decode(frame.content()));
        } else if (frame.type() == Frame.TRIM) {
            trims.add(new Trim(frame.end(), frame.content().getLong(0)));
        }
        noteSequence(frame.offset(), frame.sequence(), count);
    }

    /**
     * Notes the first sequence number that can be known, and with it that of the start, which is one less where the start's
     * own batch end or the first batch is told it.
     *
     * @param count how many frames before have lower numbers, for the end of a batch; less than 0 if that is not known
     */
    private void noteSequence(long offset, long sequence, int count) {
        begun |= offset >= FIRST_BATCH;
        if (firstSequence.isPresent()) {
            return;
        }
        if (count < 0) {
            firstSequence = OptionalLong.of(offset == START_END ? sequence - 1 : sequence);
        } else {
            firstSequence = OptionalLong.of(sequence - count);
        }
        if (offset == START || offset == START_END) {
            startSequence = firstSequence;
        } else if (offset == FIRST_BATCH) {
            startSequence = OptionalLong.of(firstSequence.getAsLong() - 1);
        }
    }

    /** Tells the frames that end before an offset, and those whose content is damaged. */
    void scan(long end, Visitor visitor) throws IOException {
        long limit = Math.min(end, Math.min(fileBytes, segment.header().segmentBytes()));
        long at = START;
        while (at < limit) {
            Optional<FrameHead> head = segment.headAt(at).filter(found -> found.end() <= end);
            if (head.isEmpty()) {
                at += Frame.ALIGNMENT;
                continue;
            }
            Optional<Frame> frame = segment.frameAt(at);
            if (frame.isPresent()) {
                visitor.frame(frame.get());
            } else {
                visitor.lost(head.get());
            }
            at = head.get().end();
        }
    }

    long number() {
        return segment.number();
    }

    String name() {
        return segment.name();
    }

    int segmentBytes() {
        return segment.header().segmentBytes();
    }

    /** Returns whether the header cannot be read, or is another log's. */
    boolean isHeaderLost() {
        return headerLost;
    }

    long fileBytes() {
        return fileBytes;
    }

    boolean isCut() {
        return fileBytes < segmentBytes();
    }

    /** Returns whether the log went on into this segment; or perhaps did, since a crash leaves no file like this. */
    boolean isBegun() {
        return begun || headerLost || isCut();
    }

    /** Returns what the segment says of the one before it; empty if that cannot be read. */
    Optional<SegmentStart> start() {
        return start;
    }

    /** Returns the sequence number with which the segment begins; empty if it cannot be known. */
    OptionalLong startSequence() {
        return startSequence;
    }

    /** Returns a bound for the sequence numbers of the segments before, which have lower ones; empty if there is none. */
    OptionalLong bound() {
        return startSequence.isPresent() || firstSequence.isEmpty()
                ? startSequence
                : OptionalLong.of(firstSequence.getAsLong() - 1);
    }

    /** Returns the sequence number that the first record has behind what is known to be durable. */
    long durableSequence() {
        return durableSequence;
    }

    /** Returns the number of the first segment that is needed, as far as this one says so before an offset. */
    long firstLive(long end) {
        long before = begun ? start.map(SegmentStart::firstLive).orElse(1L) : 1;
        return trims.stream()
                .filter(trim -> trim.end() <= end)
                .mapToLong(Trim::firstLive)
                .reduce(before, Math::max);
    }

    /** Returns where the last frame ends whose sequence number is below one. */
    long endBefore(long sequence) throws IOException {
        End end = new End(sequence, false);
        scan(segment.header().markOffset(), end);
        return end.end;
    }

    /**
     * Returns where the segment ends, if nothing else tells: behind what is known to be durable, and the batch after it if
     * that is whole. The rest was never acknowledged, or cannot be told from what was not.
     */
    long tailEnd(OptionalLong bound) throws IOException {
        End end = new End(bound.orElse(Long.MAX_VALUE), true);
        scan(segment.header().markOffset(), end);
        return Math.max(durableUpTo, end.end);
    }

    /** Finds the end of what has sequence numbers below a bound. */
    private static final class End implements Visitor {
        private final long bound;
        private final boolean wholeBatches;
        private long end = START;
        private long batchStart = START;
        private long position = START;
        private int count;

        End(long bound, boolean wholeBatches) {
            this.bound = bound;
            this.wholeBatches = wholeBatches;
        }

        @Override
        public void frame(Frame frame) {
            if (frame.offset() != position) {
                batchStart = frame.offset();
                count = 0;
            }
            position = frame.end();
            if (frame.type() != Frame.BATCH_END) {
                count++;
                advance(frame.sequence() < bound && !wholeBatches);
                return;
            }
            BatchEnd batch = BatchEnd.decode(frame.content());
            boolean whole = batch.batchStart() == batchStart && batch.count() == count;
            advance(frame.sequence() <= bound && (whole || !wholeBatches));
            batchStart = position;
            count = 0;
        }

        @Override
        public void lost(FrameHead head) {
            // The next frame is not where the last one ended, so what was counted so far is forgotten.
            if (!wholeBatches && head.sequence() < bound) {
                end = head.end();
            }
        }

        private void advance(boolean further) {
            if (further) {
                end = position;
            }
        }
    }

    /** Returns whether what may have been behind an offset is gone with the end of the file, or cannot be read. */
    boolean isCutOff(long end) throws IOException {
        boolean nothingLeft = headerLost && firstSequence.isEmpty();
        if (nothingLeft || file.isUnreadable(end)) {
            return true;
        }
        // A batch that was acknowledged is there from its first byte on: behind zeros there was none.
        return isCut() && (end + Frame.HEAD > fileBytes || !isZero(end, Frame.HEAD));
    }

    /** Returns where the last byte before the mark is that is not zero, rounded up; or the offset, if there is none behind it. */
    long used(long offset) throws IOException {
        long at = Math.min(fileBytes, segment.header().markOffset());
        while (at > offset && isZero(Math.max(offset, at - PIECE), (int) Math.min(PIECE, at - offset))) {
            at = Math.max(offset, at - PIECE);
        }
        while (at > offset
                && isZero(Math.max(offset, at - Frame.ALIGNMENT), (int) Math.min(Frame.ALIGNMENT, at - offset))) {
            at = Math.max(offset, at - Frame.ALIGNMENT);
        }
        return Math.max(offset, at);
    }

    private boolean isZero(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(offset, bytes);
        return bytes.flip().mismatch(ByteBuffer.allocate(bytes.limit())) < 0;
    }

    @Override
    public void close() throws IOException {
        segment.close();
    }

    @Override
    public String toString() {
        return segment.toString();
    }
}
