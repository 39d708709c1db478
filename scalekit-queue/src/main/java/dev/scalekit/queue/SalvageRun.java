package dev.scalekit.queue;

import dev.scalekit.queue.DamagedLog.Missing;
import dev.scalekit.queue.SalvageReport.Range;
import dev.scalekit.queue.SalvageReport.SegmentReport;
import dev.scalekit.queue.Segment.FrameHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies what can be read of a damaged log, and accounts for the rest. Not thread-safe. */
final class SalvageRun {
    /*
     * Each frame but the end of a batch has a sequence number, and each number was used. So behind bytes that cannot be
     * read the next frame that can be says exactly which numbers are gone. Where no bytes are missing, numbers may be: a
     * log that was salvaged before has such gaps.
     *
     * All that a segment holds before its end was acknowledged: each record whose own checksums hold is kept, whether the
     * end of its batch can be read or not.
     */
    private final DamagedLog log;
    private final SalvageWriter writer;
    private final List<SegmentReport> reports = new ArrayList<>();
    private final List<Range> missingSegments = new ArrayList<>();
    private final List<Range> missingSequences = new ArrayList<>();
    /** The sequence number of the next record; less than 0 before the first one is known. */
    private long expected = -1;
    /** Whether records may be gone since the last one. */
    private boolean hole;
    /** Missing, if it turns out that records are gone since the last one. */
    private @Nullable Range doubtful;
    /** Whether what is behind the end of the segment before may be acknowledged. */
    private boolean tailInDoubt;

    private SalvageRun(DamagedLog log, SalvageWriter writer) {
        this.log = log;
        this.writer = writer;
    }

    /**
     * Writes a new log.
     *
     * @param to empty
     */
    static SalvageReport copy(DamagedLog log, Disk to) throws IOException {
        try (SalvageWriter writer = new SalvageWriter(to)) {
            SalvageRun run = new SalvageRun(log, writer);
            return run.copy();
        }
    }

    private SalvageReport copy() throws IOException {
        List<DamagedSegment> segments = log.segments();
        long reserve = 0;
        for (int i = 0; i < segments.size(); i++) {
            DamagedSegment segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            copy(segment, last);
            if (last && segment.isCutOff(log.end(segment))) {
                missingSequences.add(new Range(Math.max(1, expected), Long.MAX_VALUE));
                // No number of a record that is lost is given again, however many there were.
                reserve = segment.segmentBytes() / Frame.HEAD;
            }
        }
        writer.finish(log.nextNumber(), Math.max(1, expected) + reserve);
        long kept = reports.stream().mapToLong(SegmentReport::recordsKept).sum();
        return new SalvageReport(kept, reports, missingSegments, missingSequences);
    }

    private void copy(DamagedSegment segment, boolean last) throws IOException {
        Optional<Missing> missing = log.missingBefore(segment);
        missing.ifPresent(this::miss);
        if (segment.startSequence().isPresent()) {
            // Known though its frame may be damaged; then its number belongs to no message.
            see(segment.startSequence().getAsLong(), true);
        }
        long end = log.end(segment);
        SegmentCopy copy = new SegmentCopy(segment);
        segment.scan(end, copy);
        writer.endBatch();
        copy.skipTo(end);
        boolean sealed = log.isSealed(segment);
        if (hole && !sealed) {
            see(segment.durableSequence(), false);
        }
        long used = sealed ? end : segment.used(end);
        Optional<Range> behind = used > end ? Optional.of(new Range(end, used)) : Optional.empty();
        // Where this ends no other segment confirms: what is behind was torn, unless the next number says otherwise.
        hole |= !last && !sealed;
        tailInDoubt = !last && behind.isPresent();
        copy.missTail();
        reports.add(new SegmentReport(segment.name(), copy.kept, copy.unreadable, behind));
    }

    private void miss(Missing missing) {
        hole = true;
        if (missing.certain()) {
            missingSegments.add(missing.numbers());
        } else {
            doubtful = missing.numbers();
        }
    }

    /** Takes note of the next sequence number that is known. */
    private void see(long sequence, boolean used) {
        if (expected < 0) {
            expected = hole ? 1 : sequence;
        }
        if (hole && sequence > expected) {
            add(missingSequences, expected, sequence);
            if (doubtful != null) {
                missingSegments.add(doubtful);
            }
            blameTail();
        }
        hole = false;
        tailInDoubt = false;
        doubtful = null;
        expected = Math.max(expected, used ? sequence + 1 : sequence);
    }

    /** What seemed torn behind the end of the segment before holds what is missing. */
    private void blameTail() {
        if (tailInDoubt) {
            SegmentReport report = reports.remove(reports.size() - 1);
            List<Range> unreadable = new ArrayList<>(report.unreadable());
            report.torn().ifPresent(unreadable::add);
            reports.add(new SegmentReport(report.file(), report.recordsKept(), unreadable, Optional.empty()));
        }
    }

    private static void add(List<Range> ranges, long from, long to) {
        int last = ranges.size() - 1;
        if (last >= 0 && ranges.get(last).to() == from) {
            ranges.set(last, new Range(ranges.get(last).from(), to));
        } else {
            ranges.add(new Range(from, to));
        }
    }

    /** The part of a segment that was acknowledged. */
    private final class SegmentCopy implements DamagedSegment.Visitor {
        private final DamagedSegment segment;
        private final List<Range> unreadable = new ArrayList<>();
        private long position = SegmentHeader.BYTES;
        private long kept;

        SegmentCopy(DamagedSegment segment) {
            this.segment = segment;
            if (segment.isHeaderLost()) {
                unreadable.add(new Range(0, SegmentHeader.BYTES));
            }
        }

        @Override
        public void frame(Frame frame) throws IOException {
            skipTo(frame.offset());
            position = frame.end();
            if (frame.type() == Frame.BATCH_END) {
                see(frame.sequence(), false);
                writer.endBatch();
                return;
            }
            boolean next = expected < 0 || frame.sequence() >= expected;
            see(frame.sequence(), true);
            if (next && frame.type() >= Frame.RECORD) {
                writer.record(segment, frame);
                kept++;
            }
        }

        @Override
        public void lost(FrameHead head) {
            skipTo(head.offset());
            see(head.sequence(), head.type() != Frame.BATCH_END);
            if (head.type() >= Frame.RECORD) {
                add(missingSequences, head.sequence(), head.sequence() + 1);
            }
            add(unreadable, head.offset(), head.end());
            position = head.end();
        }

        /** Notes that the bytes up to an offset cannot be read. */
        void skipTo(long offset) {
            if (offset > position) {
                add(unreadable, position, offset);
                position = offset;
                hole = true;
            }
        }

        /** Notes what is gone with the end of the file. */
        void missTail() {
            long from = Math.max(position, segment.fileBytes());
            if (segment.isCut() && from < segment.segmentBytes()) {
                add(unreadable, from, segment.segmentBytes());
            }
        }
    }
}
