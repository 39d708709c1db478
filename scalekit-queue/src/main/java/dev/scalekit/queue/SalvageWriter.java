package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records into a new log under the sequence numbers that they have. The log is whole, and may be opened, once {@link
 * #finish} returned. Not thread-safe.
 */
final class SalvageWriter implements AutoCloseable {
    /*
     * A segment is written for each one that records were read from, with its number, and a little longer. So all fits:
     * each batch here is one of there, or more than one whose ends are lost, or the last one, cut off before its end. And
     * the start of a segment has a sequence number of its own again, since it takes the one before its first record, which
     * there was the start or a record that is lost.
     */
    private static final int MOST_BYTES = Integer.MAX_VALUE / SegmentHeader.BYTES * SegmentHeader.BYTES;

    private static final int FIRST_BUFFER = 1 << 16;

    private final Disk disk;
    private final long seed = new SecureRandom().nextLong();
    private final List<Frame> batch = new ArrayList<>();
    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BUFFER);
    private @Nullable Segment active;
    private long end;
    private long firstNumber;
    private long lastNumber;

    SalvageWriter(Disk disk) {
        this.disk = disk;
    }

    /**
     * Adds a record to the batch.
     *
     * @param source the segment that it was in; not lower than before
     * @param frame with a sequence number that is higher than before
     */
    void record(DamagedSegment source, Frame frame) throws IOException {
        if (active == null || active.number() != source.number()) {
            begin(source.number(), longer(source.segmentBytes()), frame.sequence() - 1);
        }
        batch.add(frame);
    }

    private static int longer(int segmentBytes) {
        long pieces = segmentBytes / SegmentHeader.BYTES + 2L;
        return (int) Math.min(MOST_BYTES, pieces * SegmentHeader.BYTES);
    }

    /** Ends the batch. */
    void endBatch() throws IOException {
        if (active != null && !batch.isEmpty()) {
            end = write(active, end, batch);
            batch.clear();
        }
    }

    /**
     * Ends the log with an empty segment, from which the next sequence number is known.
     *
     * @param number of that segment
     */
    void finish(long number, long nextSequence) throws IOException {
        begin(number, 2 * SegmentHeader.BYTES, nextSequence);
        close();
    }

    private void begin(long number, int segmentBytes, long sequence) throws IOException {
        endBatch();
        close();
        if (firstNumber == 0) {
            firstNumber = number;
        }
        SegmentStart start = new SegmentStart(lastNumber, end, firstNumber);
        active = Segment.create(disk, new SegmentHeader(segmentBytes, number, seed));
        Frame frame = new Frame(Frame.SEGMENT_START, sequence, SegmentHeader.BYTES, start.encode());
        end = write(active, SegmentHeader.BYTES, List.of(frame));
        lastNumber = number;
    }

    private long write(Segment segment, long at, List<Frame> frames) throws IOException {
        buffer.clear();
        long sequence = 0;
        for (Frame frame : frames) {
            reserve(Frame.size(frame.content().remaining()) + BatchEnd.FRAME);
            Frame.put(
                    buffer,
                    segment.place(at + buffer.position()),
                    frame.sequence(),
                    Log.Entry.of(frame.type(), frame.content()));
            sequence = frame.sequence() + 1;
        }
        // Forced only once all of the segment is written, so of no batch it is said that anything before it is durable.
        BatchEnd batchEnd = new BatchEnd(at, SegmentHeader.BYTES, frames.size());
        Frame.put(
                buffer,
                segment.place(at + buffer.position()),
                sequence,
                Log.Entry.of(Frame.BATCH_END, batchEnd.encode()));
        buffer.flip();
        long behind = at + buffer.remaining();
        segment.write(at, buffer);
        return behind;
    }

    private void reserve(int bytes) {
        if (buffer.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + bytes));
            buffer = larger.put(buffer.flip());
        }
    }

    @Override
    public void close() throws IOException {
        if (active != null) {
            try (Segment done = active) {
                active = null;
                done.force();
            }
        }
    }
}
