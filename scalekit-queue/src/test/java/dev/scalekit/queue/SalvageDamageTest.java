package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.queue.AcknowledgedLog.Piece;
import dev.scalekit.queue.AcknowledgedLog.Salvaged;
import dev.scalekit.queue.SalvageReport.Range;
import dev.scalekit.queue.SimDisk.Fault;
import dev.scalekit.queue.SimDisk.FaultAt;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Damages a log in every place: what is kept and what is reported lost is all that was acknowledged, exactly. */
final class SalvageDamageTest {
    private static final long SEED = 31;

    private final AcknowledgedLog log = new AcknowledgedLog();
    private final SimDisk disk = log.disk();
    private final SortedMap<Long, String> acknowledged = log.acknowledged();
    private final List<Piece> pieces = log.pieces();

    @BeforeEach
    void fill() throws IOException {
        log.fill(Seeds.random(SEED));
    }

    @Test
    void of_an_undamaged_log_all_is_kept_and_nothing_is_reported() throws IOException {
        Salvaged salvaged = AcknowledgedLog.salvage(disk);

        assertThat(salvaged.kept()).isEqualTo(acknowledged);
        assertThat(salvaged.report().losesAcknowledged()).isFalse();
        assertThat(salvaged.report().missingSegments()).isEmpty();
        assertThat(salvaged.report().segments()).hasSameSizeAs(disk.list()).allSatisfy(segment -> {
            assertThat(segment.unreadable()).isEmpty();
            assertThat(segment.torn()).isEmpty();
        });
    }

    @Test
    void a_flipped_bit_costs_the_record_that_it_is_in_and_no_other() throws IOException {
        try (Tally tally = Tally.of("queue.salvage", SEED)) {
            for (Piece piece : pieces) {
                for (int at = piece.offset(); at < piece.end(); at += at < piece.offset() + Frame.HEAD ? 1 : 7) {
                    disk.bytes(piece.file())[at] ^= 4;
                    int byteAt = at;
                    tally.count(() -> checkFlip(piece, byteAt));
                    disk.bytes(piece.file())[at] ^= 4;
                }
            }
        }
    }

    private void checkFlip(Piece piece, int at) throws IOException {
        Salvaged salvaged = AcknowledgedLog.salvage(disk);
        boolean padding = salvaged.kept().size() == acknowledged.size();
        Set<Long> lost = piece.type() >= Frame.RECORD && !padding ? Set.of(piece.sequence()) : Set.of();

        log.requireAccounted(salvaged);
        assertThat(salvaged.missing()).as("%s, byte %d", piece, at).isEqualTo(lost);
        if (!lost.isEmpty()) {
            assertThat(salvaged.report().segments())
                    .filteredOn(segment -> segment.file().equals(piece.file()))
                    .singleElement()
                    .satisfies(segment ->
                            assertThat(segment.unreadable()).containsExactly(new Range(piece.offset(), piece.end())));
        }
    }

    @Test
    void damage_to_a_stretch_costs_what_is_in_it_and_no_other() throws IOException {
        RandomGenerator random = Seeds.random(SEED);
        List<String> names = new ArrayList<>(disk.list());
        try (Tally tally = Tally.of("queue.salvage", SEED)) {
            for (int i = 0; i < Effort.scaled(1_000, 2_000); i++) {
                String name = names.get(random.nextInt(names.size()));
                byte[] bytes = disk.bytes(name);
                byte[] before = bytes.clone();
                int from = random.nextInt(bytes.length);
                int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 64 : 2_048));
                boolean zeros = random.nextBoolean();
                for (int at = from; at < to; at++) {
                    bytes[at] = zeros ? 0 : (byte) random.nextInt();
                }
                // The last batch and what proves it at once: nobody can know then.
                if (!isEnd(name, to)) {
                    tally.count(() -> checkStretch(name, from, to));
                }
                System.arraycopy(before, 0, bytes, 0, bytes.length);
            }
        }
    }

    @Test
    void many_damages_at_once_leave_no_record_unaccounted_for() throws IOException {
        RandomGenerator random = Seeds.random(SEED);
        List<String> names = new ArrayList<>(disk.list());
        try (Tally tally = Tally.of("queue.salvage", SEED)) {
            for (int i = 0; i < Effort.scaled(1_000, 2_000); i++) {
                SimDisk damaged = disk.copy();
                for (int damages = 2 + random.nextInt(4); damages > 0; damages--) {
                    byte[] bytes = damaged.bytes(names.get(random.nextInt(names.size() - 1)));
                    int from = random.nextInt(3) == 0 ? 4_000 : random.nextInt(bytes.length);
                    int to = Math.min(bytes.length, from + 1 + random.nextInt(1_024));
                    Arrays.fill(bytes, from, to, (byte) random.nextInt(2));
                }
                tally.count(() -> log.requireAccounted(AcknowledgedLog.salvage(damaged)));
            }
        }
    }

    @Test
    void a_segments_last_batch_is_kept_though_its_end_and_what_says_so_are_damaged() throws IOException {
        for (int i = 1; i < pieces.size(); i++) {
            Piece end = pieces.get(i - 1);
            Piece start = pieces.get(i);
            if (start.type() == Frame.SEGMENT_START) {
                disk.bytes(end.file())[end.offset()] ^= 1;
                disk.bytes(start.file())[start.offset()] ^= 1;
            }
        }

        Salvaged salvaged = AcknowledgedLog.salvage(disk);

        assertThat(salvaged.kept()).isEqualTo(acknowledged);
        assertThat(salvaged.missing()).isEmpty();
    }

    @Test
    void an_interrupted_write_is_told_from_a_loss() throws IOException {
        SimDisk young = new SimDisk();
        Log opened = Log.open(young, LogRun.SMALL, new LogRun.Found());
        acknowledged.clear();
        acknowledged.put(opened.append(List.of(LogRun.entry("kept"))), "kept");
        opened.append(List.of(LogRun.entry("torn"), LogRun.entry("torn")));
        int end = 4_096 + 96 + 32 + 48;
        young.bytes(Segment.name(1))[end] ^= 1;

        Salvaged salvaged = AcknowledgedLog.salvage(young);

        assertThat(salvaged.kept()).isEqualTo(acknowledged);
        assertThat(salvaged.report().losesAcknowledged()).isFalse();
        assertThat(salvaged.report().segments()).singleElement().satisfies(segment -> {
            assertThat(segment.unreadable()).isEmpty();
            assertThat(segment.torn()).hasValue(new Range(end, end + 32 + 32 + 48));
        });
    }

    @Test
    void a_segment_of_another_log_is_as_one_that_cannot_be_read() throws IOException {
        SimDisk other = new SimDisk();
        Log.open(other, LogRun.SMALL, new LogRun.Found()).close();
        String first = Segment.name(1);
        System.arraycopy(other.bytes(first), 0, disk.bytes(first), 0, disk.bytes(first).length);

        Salvaged salvaged = AcknowledgedLog.salvage(disk);

        log.requireAccounted(salvaged);
        requireLost(salvaged, first, 0);
    }

    /** Whether the damage reaches the mark of the last segment. */
    private boolean isEnd(String name, int to) {
        return name.equals(pieces.get(pieces.size() - 1).file())
                && to > LogRun.SMALL.segmentBytes() - SegmentHeader.MARK_BYTES;
    }

    private void checkStretch(String name, int from, int to) throws IOException {
        Salvaged salvaged = AcknowledgedLog.salvage(disk);
        log.requireAccounted(salvaged);

        for (Piece piece : pieces) {
            if (piece.type() >= Frame.RECORD
                    && !(piece.file().equals(name) && piece.offset() < to && piece.end() > from)) {
                assertThat(salvaged.kept()).as("%s %d to %d", name, from, to).containsKey(piece.sequence());
            }
        }
    }

    @Test
    void a_missing_segment_costs_what_is_in_it_and_no_other() throws IOException {
        List<String> names = new ArrayList<>(disk.list());
        try (Tally tally = Tally.of("queue.salvage", SEED)) {
            for (String name : names.subList(0, names.size() - 1)) {
                SimDisk damaged = disk.copy();
                damaged.delete(name);

                tally.count(() -> {
                    Salvaged salvaged = AcknowledgedLog.salvage(damaged);
                    log.requireAccounted(salvaged);
                    requireLost(salvaged, name, 0);
                    long number = Segment.number(name).orElseThrow();
                    assertThat(salvaged.report().missingSegments()).containsExactly(new Range(number, number + 1));
                });
            }
        }
    }

    @Test
    void a_lost_header_costs_nothing() throws IOException {
        try (Tally tally = Tally.of("queue.salvage", SEED)) {
            for (String name : disk.list()) {
                SimDisk damaged = disk.copy();
                Arrays.fill(damaged.bytes(name), 0, SegmentHeader.BYTES, (byte) 3);

                tally.count(() -> {
                    Salvaged salvaged = AcknowledgedLog.salvage(damaged);
                    assertThat(salvaged.kept()).isEqualTo(acknowledged);
                    assertThat(salvaged.report().losesAcknowledged()).isFalse();
                    assertThat(salvaged.report().segments())
                            .filteredOn(segment -> !segment.unreadable().isEmpty())
                            .singleElement()
                            .satisfies(segment -> assertThat(segment.unreadable())
                                    .containsExactly(new Range(0, SegmentHeader.BYTES)));
                });
            }
        }
    }

    @Test
    void a_file_that_is_cut_costs_what_is_behind_the_cut_and_no_other() throws IOException {
        List<String> names = new ArrayList<>(disk.list());
        String last = names.get(names.size() - 1);
        try (Tally tally = Tally.of("queue.salvage", SEED)) {
            for (String name : names) {
                for (int length = 0; length < LogRun.SMALL.segmentBytes(); length += 56) {
                    int cut = length;
                    SimDisk damaged = cut(name, cut);
                    tally.count(() -> checkCut(AcknowledgedLog.salvage(damaged), name, cut, name.equals(last)));
                }
            }
        }
    }

    private void checkCut(Salvaged salvaged, String name, int length, boolean last) {
        requireLost(salvaged, name, length);
        if (!last) {
            log.requireAccounted(salvaged);
            return;
        }
        // Nobody knows what was behind the end of the last one, but from where on it is missing.
        List<Range> missing = salvaged.report().missingSequences();
        TreeSet<Long> lost = new TreeSet<>(acknowledged.keySet());
        lost.removeAll(salvaged.kept().keySet());
        assertThat(lost)
                .as("cut at %d", length)
                .allMatch(number -> missing.stream().anyMatch(r -> r.contains(number)));
        assertThat(salvaged.kept().keySet())
                .noneMatch(number -> missing.stream().anyMatch(r -> r.contains(number)));
    }

    /** Lost is what a file has from an offset on, and of the last batch before it nothing that was proven there. */
    private void requireLost(Salvaged salvaged, String name, int from) {
        boolean last = name.equals(pieces.get(pieces.size() - 1).file());
        int certain = from;
        if (last) {
            // What proves a batch is the end of the next one, or the mark.
            List<Piece> ends = pieces.stream()
                    .filter(p -> p.file().equals(name) && p.type() == Frame.BATCH_END && p.end() <= from)
                    .toList();
            certain = ends.isEmpty() ? 0 : ends.get(ends.size() - 1).end();
        }
        TreeMap<Long, String> expected = new TreeMap<>(acknowledged);
        for (Piece piece : pieces) {
            if (piece.type() >= Frame.RECORD && piece.file().equals(name) && piece.end() > certain) {
                expected.remove(piece.sequence());
            }
        }
        assertThat(salvaged.kept()).as("%s from %d", name, from).isEqualTo(expected);
    }

    private SimDisk cut(String name, int length) throws IOException {
        SimDisk damaged = disk.copy();
        byte[] bytes = damaged.bytes(name);
        damaged.delete(name);
        damaged.create(name).write(0, ByteBuffer.wrap(bytes, 0, length));
        return damaged;
    }

    @Test
    void a_loss_that_is_not_reported_and_a_record_that_is_wrong_are_found() throws IOException {
        Piece record =
                pieces.stream().filter(p -> p.type() >= Frame.RECORD).toList().get(5);
        disk.bytes(record.file())[record.offset()] ^= 1;
        Salvaged salvaged = AcknowledgedLog.salvage(disk);
        SortedMap<Long, String> wrong = new TreeMap<>(salvaged.kept());
        wrong.put(wrong.firstKey(), "another");
        SalvageReport report = salvaged.report();
        SalvageReport silent =
                new SalvageReport(report.recordsKept(), report.segments(), report.missingSegments(), List.of());

        try (Tally planted = Tally.of("queue.planted-bugs", SEED)) {
            planted.count(() -> requireFound(new Salvaged(silent, salvaged.kept())));
            planted.count(() -> requireFound(new Salvaged(report, wrong)));
        }
    }

    private void requireFound(Salvaged planted) {
        assertThatThrownBy(() -> log.requireAccounted(planted)).isInstanceOf(AssertionError.class);
    }

    @Test
    void without_a_header_there_is_nothing_to_salvage() throws IOException {
        for (String name : disk.list()) {
            Arrays.fill(disk.bytes(name), 0, SegmentHeader.BYTES, (byte) 0);
        }

        assertThatThrownBy(() -> DamagedLog.open(disk))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("nothing can be salvaged");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DamagedLog.open(new SimDisk()))
                .withMessageContaining("no segment");
    }

    @Test
    void what_was_salvaged_is_salvaged_again_without_new_losses() throws IOException {
        List<Piece> records =
                pieces.stream().filter(p -> p.type() >= Frame.RECORD).toList();
        for (Piece piece : List.of(records.get(3), records.get(20), records.get(records.size() - 1))) {
            disk.bytes(piece.file())[piece.offset() + Frame.HEAD] ^= 1;
        }
        SimDisk first = new SimDisk();
        SimDisk second = new SimDisk();
        SalvageReport lost;
        SalvageReport again;
        try (DamagedLog damaged = DamagedLog.open(disk)) {
            lost = SalvageRun.copy(damaged, first);
        }
        try (DamagedLog damaged = DamagedLog.open(first)) {
            again = SalvageRun.copy(damaged, second);
        }

        assertThat(lost.missingSequences()).hasSize(3);
        assertThat(again.losesAcknowledged()).isFalse();
        assertThat(again.recordsKept()).isEqualTo(lost.recordsKept());
        assertThat(Numbered.of(second)).isEqualTo(Numbered.of(first));
    }

    @Test
    void numbers_of_lost_records_are_not_given_again() throws IOException {
        for (Piece piece : pieces) {
            if (piece.file().equals(pieces.get(pieces.size() - 1).file()) && piece.type() >= Frame.RECORD) {
                disk.bytes(piece.file())[piece.offset()] ^= 1;
            }
        }
        SimDisk to = new SimDisk();
        try (DamagedLog damaged = DamagedLog.open(disk)) {
            SalvageRun.copy(damaged, to);
        }

        try (Log opened = Log.open(to, LogRun.SMALL, new LogRun.Found())) {
            assertThat(opened.append(List.of(LogRun.entry("new")))).isGreaterThan(acknowledged.lastKey());
        }
    }

    /** A power cut may bring back a file that was deleted. */
    @Test
    void what_was_trimmed_is_neither_kept_nor_missing() throws IOException {
        SimDisk trimmed = new SimDisk();
        byte[] old;
        acknowledged.clear();
        try (Log opened = Log.open(trimmed, LogRun.SMALL, new LogRun.Found())) {
            opened.append(List.of(LogRun.entry("old" + "x".repeat(3_000))));
            old = trimmed.bytes(Segment.name(1)).clone();
            long live = opened.append(List.of(LogRun.entry("new" + "x".repeat(2_000))));
            acknowledged.put(live, "new" + "x".repeat(2_000));
            opened.trim(opened.activeSegment(), List.of());
            Segment.deleteBefore(trimmed, opened.activeSegment());
        }

        Salvaged without = AcknowledgedLog.salvage(trimmed);
        trimmed.create(Segment.name(1)).write(0, ByteBuffer.wrap(old));
        Salvaged with = AcknowledgedLog.salvage(trimmed);
        trimmed.bytes(Segment.name(2))[SegmentHeader.BYTES] ^= 1;
        Salvaged damaged = AcknowledgedLog.salvage(trimmed);

        for (Salvaged salvaged : List.of(without, with, damaged)) {
            assertThat(salvaged.kept()).isEqualTo(acknowledged);
            assertThat(salvaged.missing()).isEmpty();
            assertThat(salvaged.report().missingSegments()).isEmpty();
            assertThat(salvaged.report().segments()).hasSize(1);
        }
    }

    /** It is all in the file, but it was said not to be in the log; and what said so there is damaged. */
    @Test
    void a_batch_that_failed_does_not_come_back() throws IOException {
        SimDisk failing = failed();
        failing.bytes(Segment.name(2))[SegmentHeader.BYTES] ^= 1;

        Salvaged salvaged = AcknowledgedLog.salvage(failing);

        assertThat(salvaged.kept()).isEqualTo(acknowledged);
        assertThat(salvaged.missing()).isEmpty();
    }

    @Test
    void a_batch_that_failed_does_not_come_back_though_the_next_record_is_lost_as_well() throws IOException {
        SimDisk failing = failed();
        int secondRecord = SegmentHeader.BYTES + 96;
        Arrays.fill(failing.bytes(Segment.name(2)), SegmentHeader.BYTES, secondRecord + Frame.HEAD, (byte) 1);

        Salvaged salvaged = AcknowledgedLog.salvage(failing);

        assertThat(salvaged.kept().values()).containsExactly("first", "third");
        log.requireAccounted(salvaged);
    }

    private SimDisk failed() throws IOException {
        SimDisk failing = new SimDisk();
        acknowledged.clear();
        try (Log opened = Log.open(failing, LogRun.SMALL, new LogRun.Found())) {
            acknowledged.put(opened.append(List.of(LogRun.entry("first"))), "first");
            failing.fail(new FaultAt(2, Fault.EIO));
            assertThatThrownBy(() -> opened.append(List.of(LogRun.entry("failed"))))
                    .isInstanceOf(LogFailedException.class);
            failing.fail(FaultAt.NONE);
            acknowledged.put(opened.append(List.of(LogRun.entry("second"))), "second");
            acknowledged.put(opened.append(List.of(LogRun.entry("third"))), "third");
        }
        return failing;
    }

    @Test
    void what_the_medium_does_not_give_is_lost_and_the_rest_is_not() throws IOException {
        Piece piece =
                pieces.stream().filter(p -> p.type() >= Frame.RECORD).toList().get(7);
        Salvaged salvaged = AcknowledgedLog.salvage(new UnreadableDisk(disk, piece.file()));
        log.requireAccounted(salvaged);
        requireLost(salvaged, piece.file(), 0);
    }
}
