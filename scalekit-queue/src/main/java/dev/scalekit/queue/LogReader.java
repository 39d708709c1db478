package dev.scalekit.queue;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads what a log holds, and tells an interrupted write from damage. Changes nothing. Not thread-safe. */
final class LogReader {
    /*
     * A write that a crash has interrupted leaves any part of itself behind. It was not acknowledged, so it may go; but
     * what was acknowledged may not, and damage looks just like the rest of such a write. What tells them apart is what is
     * valid after the damage: each batch is written only once all before it is forced, and says so (durableUpTo). So a
     * valid end of a batch that names a durable offset behind the damage proves that acknowledged data is damaged, and no
     * crash can make such a proof appear, since the frame holds the random seed of the log.
     *
     * What this cannot see is damage to the last batch of all before anything was written after it. So the log writes a
     * mark at the end of the segment as soon as it has nothing else to do.
     */
    private final RecordVisitor visitor;
    private long nextSequence = 1;
    private long firstLive = 1;
    private long durableUpTo = SegmentHeader.BYTES;
    private boolean lastUnused;

    LogReader(RecordVisitor visitor) {
        this.visitor = visitor;
    }

    /** Takes what a log holds, in its order. If reading fails, what was taken means nothing. */
    interface RecordVisitor {
        /**
         * Takes a record.
         *
         * @param segment the number of the segment that it is in
         * @param frame type, sequence number, offset and content of it; the content is for the time of the call only
         */
        void record(long segment, Frame frame);

        /** Hears that what was told of the segments before one is not needed any more. */
        void trim(long firstLive);

        /**
         * Hears that this was all, before anything is changed.
         *
         * @param nextSequence the sequence number that follows the last one
         */
        default void end(long nextSequence) {}
    }

    /** Returns the sequence number that follows the last one read. */
    long nextSequence() {
        return nextSequence;
    }

    /** Returns the number of the first segment that is still needed. */
    long firstLive() {
        return firstLive;
    }

    /** Returns up to which offset the last segment that was read is known to be durable. */
    long durableUpTo() {
        return durableUpTo;
    }

    /** Returns whether there is nothing in the last segment behind where it ends: not even an interrupted write. */
    boolean isLastUnused() {
        return lastUnused;
    }

    /**
     * Returns the start of a segment; empty if it was not begun, or if beginning it was interrupted.
     *
     * @throws CorruptLogException if it was begun, and its start is damaged
     */
    static Optional<SegmentStart> start(Segment segment) throws IOException {
        Optional<Frame> first = segment.frameAt(SegmentHeader.BYTES)
                .filter(f -> f.type() == Frame.SEGMENT_START && f.content().remaining() == SegmentStart.BYTES);
        if (first.isPresent()) {
            Optional<BatchEnd> end = segment.batchEndAt(first.get().end());
            if (end.isPresent() && end.get().batchStart() == SegmentHeader.BYTES) {
                return Optional.of(SegmentStart.decode(
                        segment.frameAt(SegmentHeader.BYTES).orElseThrow().content()));
            }
        }
        requireInterrupted(segment, SegmentHeader.BYTES);
        return Optional.empty();
    }

    /**
     * Reads a segment that another one has sealed.
     *
     * @param end where the next segment says that it ends
     * @throws CorruptLogException if it does not reach so far
     */
    void readSealed(Segment segment, long end) throws IOException {
        take(segment, end, "the next segment says");
    }

    /**
     * Reads the last segment.
     *
     * @return where it ends; what comes after is left of an interrupted write
     * @throws CorruptLogException if what comes after is damaged
     */
    long readLast(Segment segment) throws IOException {
        // Twice, since keeping the records of a batch until it is known to be whole, in all segments, takes longer.
        long valid = read(segment, segment.header().markOffset(), frame -> {});
        lastUnused = requireInterrupted(segment, valid) >= segment.header().markOffset();
        take(segment, valid, "reading it before said");
        // True when it was written, so this need not be forced once more.
        Optional<BatchEnd> mark = segment.batchEndAt(segment.header().markOffset());
        if (mark.isPresent() && mark.get().durableUpTo() == valid) {
            durableUpTo = valid;
        }
        return valid;
    }

    /** Returns where the first byte is behind what is valid that is not zero. */
    private static long requireInterrupted(Segment segment, long valid) throws IOException {
        long used = segment.used(valid);
        for (long at = headAt(valid, used);
                at < segment.header().segmentBytes();
                at = headAt(at + Frame.ALIGNMENT, segment.used(at + Frame.ALIGNMENT))) {
            Optional<BatchEnd> later = segment.batchEndAt(at);
            if (later.isPresent() && later.get().durableUpTo() > valid) {
                throw new CorruptLogException(
                        segment.name(),
                        valid,
                        "a batch that ends at offset " + (at + BatchEnd.FRAME)
                                + " says that all was durable up to offset "
                                + later.get().durableUpTo());
            }
        }
        return used;
    }

    /** Returns the first place, from an offset on, where a frame may be if what is not used is zeros: no head is all zeros. */
    private static long headAt(long offset, long used) {
        return Math.max(offset, used / Frame.ALIGNMENT * Frame.ALIGNMENT - Frame.HEAD);
    }

    /** Reads whole batches up to a limit, and returns where the last of them ends. */
    private long read(Segment segment, long limit, Consumer<Frame> records) throws IOException {
        durableUpTo = SegmentHeader.BYTES;
        long valid = SegmentHeader.BYTES;
        long at = valid;
        int count = 0;
        while (at < limit) {
            Optional<Frame> next = segment.frameAt(at);
            if (next.isEmpty() || next.get().end() > limit) {
                break;
            }
            Frame frame = next.get();
            at = frame.end();
            if (frame.type() != Frame.BATCH_END) {
                records.accept(frame);
                count++;
                continue;
            }
            if (frame.content().remaining() != BatchEnd.BYTES) {
                break;
            }
            BatchEnd end = BatchEnd.decode(frame.content());
            if (end.batchStart() != valid || end.count() != count) {
                break;
            }
            count = 0;
            durableUpTo = end.durableUpTo();
            valid = at;
        }
        return valid;
    }

    /** Takes the records of whole batches up to a place where one ends, or throws: until then none of them counts. */
    private void take(Segment segment, long end, String why) throws IOException {
        long valid = read(segment, end, frame -> take(segment, frame));
        if (valid != end) {
            throw new CorruptLogException(segment.name(), valid, why + " that this one is valid up to offset " + end);
        }
    }

    private void take(Segment segment, Frame frame) {
        nextSequence = Math.max(nextSequence, frame.sequence() + 1);
        try {
            if (frame.type() == Frame.SEGMENT_START) {
                trim(SegmentStart.decode(frame.content()).firstLive());
            } else if (frame.type() == Frame.TRIM) {
                trim(frame.content().getLong(0));
            } else {
                visitor.record(segment.number(), frame);
            }
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | IllegalArgumentException
                | IllegalStateException e) {
            // The checksum is right, so this is no accident of the medium: another program has written it, or a bug
            // has.
            throw new CorruptLogException(
                    segment.name(), frame.offset(), "a record of type " + frame.type() + " says what cannot be", e);
        }
    }

    private void trim(long first) {
        if (first > firstLive) {
            firstLive = first;
            visitor.trim(first);
        }
    }

    /** Returns the content of a record that says so. */
    static ByteBuffer trimmed(long firstLive) {
        return ByteBuffer.allocate(Long.BYTES).putLong(firstLive).flip();
    }
}
