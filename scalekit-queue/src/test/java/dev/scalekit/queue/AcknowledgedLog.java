package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.queue.Log.Entry;
import dev.scalekit.queue.SalvageReport.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** A log of several segments on a simulated disk, with what it acknowledged and where that is. Not thread-safe. */
final class AcknowledgedLog {
    private final SimDisk disk = new SimDisk();
    private final TreeMap<Long, String> acknowledged = new TreeMap<>();
    private final List<Piece> pieces = new ArrayList<>();

    /** A frame of the log before it is damaged. */
    record Piece(String file, byte type, long sequence, int offset, int end) {}

    /** What a salvage gave. */
    record Salvaged(SalvageReport report, SortedMap<Long, String> kept) {
        Set<Long> missing() {
            TreeSet<Long> missing = new TreeSet<>();
            for (Range range : report.missingSequences()) {
                assertThat(range.to()).as("an end that is known").isLessThan(Long.MAX_VALUE);
                LongStream.range(range.from(), range.to()).forEach(missing::add);
            }
            return missing;
        }
    }

    SimDisk disk() {
        return disk;
    }

    /** Returns what was acknowledged, by sequence number; a test may put there what another log did. */
    SortedMap<Long, String> acknowledged() {
        return acknowledged;
    }

    /** Returns the frames, in their order. */
    List<Piece> pieces() {
        return pieces;
    }

    /** Appends batches in two openings, some with marks between. */
    void fill(RandomGenerator random) throws IOException {
        for (int opening = 0; opening < 2; opening++) {
            try (Log log = Log.open(disk, LogRun.SMALL, new LogRun.Found())) {
                for (int batch = 0; batch < 24; batch++) {
                    append(log, 1 + random.nextInt(4), random);
                    if (batch == 10) {
                        log.mark();
                    }
                }
            }
        }
        for (String name : disk.list()) {
            try (Segment segment = Segment.open(disk, name)) {
                note(segment);
            }
        }
        assertThat(disk.list()).hasSizeGreaterThan(4);
    }

    private void append(Log log, int count, RandomGenerator random) {
        List<Entry> entries = new ArrayList<>();
        List<String> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(acknowledged.size() + i + "-" + "z".repeat(random.nextInt(300)));
            entries.add(LogRun.entry(records.get(i)));
        }
        long first = log.append(entries);
        for (int i = 0; i < count; i++) {
            acknowledged.put(first + i, records.get(i));
        }
    }

    private void note(Segment segment) throws IOException {
        Optional<Frame> next = segment.frameAt(SegmentHeader.BYTES);
        while (next.isPresent()) {
            Frame frame = next.get();
            pieces.add(
                    new Piece(segment.name(), frame.type(), frame.sequence(), (int) frame.offset(), (int) frame.end()));
            next = segment.frameAt(frame.end());
        }
    }

    /** Salvages a log, opens what was written, and compares with what the report says that it holds. */
    static Salvaged salvage(Disk damaged) throws IOException {
        SimDisk to = new SimDisk();
        try (DamagedLog log = DamagedLog.open(damaged)) {
            SalvageReport report = SalvageRun.copy(log, to);
            SortedMap<Long, String> kept = Numbered.of(to);
            assertThat(report.recordsKept()).isEqualTo(kept.size());
            return new Salvaged(report, kept);
        }
    }

    /** Kept and lost together are all; nothing is both; nothing else is kept; and what is missing besides is the log's own. */
    void requireAccounted(Salvaged salvaged) {
        Set<Long> missing = salvaged.missing();
        Set<Long> lost = new TreeSet<>(acknowledged.keySet());
        lost.removeAll(salvaged.kept().keySet());

        assertThat(acknowledged).containsAllEntriesOf(salvaged.kept());
        assertThat(missing)
                .containsAll(lost)
                .doesNotContainAnyElementsOf(salvaged.kept().keySet());
        assertThat(missing).allMatch(number -> number >= 1 && number <= acknowledged.lastKey());
    }
}
