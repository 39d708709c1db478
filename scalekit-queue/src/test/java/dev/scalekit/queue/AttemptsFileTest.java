package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scalekit.queue.AttemptsFile.Attempt;
import dev.scalekit.queue.AttemptsFile.Entry;
import dev.scalekit.queue.Disk.DiskFile;
import dev.scalekit.queue.SimDisk.Fault;
import dev.scalekit.queue.SimDisk.FaultAt;
import dev.scalekit.queue.SimDisk.PowerCut;
import dev.scalekit.testkit.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class AttemptsFileTest {
    private static final long SEED = 29;
    private static final String FIRST = AttemptsGeneration.name(1);

    private final SimDisk disk = new SimDisk();

    @Test
    void what_was_written_last_is_found_again() throws IOException {
        try (AttemptsFile file = AttemptsFile.open(disk)) {
            file.write(List.of(entry(0, 7, 1, 0), entry(65_535, 7, 1, 0), entry(0, Long.MAX_VALUE, 1, 0)));
            file.write(List.of(entry(0, 7, 2, 0)));
            file.write(List.of(entry(0, 7, 2, 1_234)));
        }

        assertThat(found(disk))
                .containsOnly(
                        Map.entry(new AttemptsFile.Key(0, 7), new Attempt(2, 1_234)),
                        Map.entry(new AttemptsFile.Key(65_535, 7), new Attempt(1, 0)),
                        Map.entry(new AttemptsFile.Key(0, Long.MAX_VALUE), new Attempt(1, 0)));
    }

    @Test
    void several_entries_are_one_write_and_none_is_forced() throws IOException {
        try (AttemptsFile file = AttemptsFile.open(disk)) {
            file.write(List.of(entry(0, 1, 1, 0)));
            disk.fail(FaultAt.NONE);

            file.write(List.of(entry(0, 2, 1, 0), entry(1, 2, 1, 0), entry(2, 2, 1, 0)));

            assertThat(disk.operations()).isEqualTo(1);
            assertThat(disk.copy().list()).isEmpty();
        }
    }

    @Test
    void opening_changes_nothing() throws IOException {
        write(entry(0, 1, 1, 0));
        disk.fail(new FaultAt(1, Fault.EIO_FOR_EVER));

        assertThat(found(disk)).hasSize(1);
        assertThat(found(new SimDisk())).isEmpty();
        assertThat(disk.operations()).isZero();
    }

    @Test
    void attempts_never_decrease() throws IOException {
        write(entry(0, 1, 3, 0));
        write(entry(0, 1, 2, 99));

        assertThat(found(disk)).containsOnly(Map.entry(new AttemptsFile.Key(0, 1), new Attempt(3, 0)));
    }

    @Test
    void a_write_after_one_that_failed_in_its_middle_is_found() throws IOException {
        try (AttemptsFile file = AttemptsFile.open(disk)) {
            file.write(List.of(entry(0, 1, 1, 0)));
            disk.fail(new FaultAt(1, Fault.SHORT));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> file.write(List.of(entry(0, 2, 1, 0), entry(0, 3, 1, 0), entry(0, 4, 1, 0))));

            file.write(List.of(entry(0, 5, 1, 0)));
        }

        assertThat(found(disk)).containsOnlyKeys(new AttemptsFile.Key(0, 1), new AttemptsFile.Key(0, 5));
    }

    @Test
    void a_rotation_leaves_one_file_with_what_is_of_interest() throws IOException {
        try (AttemptsFile file = AttemptsFile.open(disk, 1_000)) {
            for (int attempt = 1; !file.isRotationDue(); attempt++) {
                file.write(List.of(entry(0, 1, attempt, 0), entry(0, 2, attempt, 0)));
            }
            file.rotate(List.of(entry(0, 2, 50, 5)));

            assertThat(file.isRotationDue()).isFalse();
            assertThat(disk.list()).containsExactly(AttemptsGeneration.name(2));
        }
        assertThat(found(disk)).containsOnly(Map.entry(new AttemptsFile.Key(0, 2), new Attempt(50, 5)));
    }

    @Test
    void more_of_interest_than_the_limit_does_not_rotate_all_the_time() throws IOException {
        List<Entry> many = LongStream.rangeClosed(1, 5_000)
                .mapToObj(id -> entry(0, id, 1, id))
                .toList();
        try (AttemptsFile file = AttemptsFile.open(disk, 1_000)) {
            file.rotate(many);

            assertThat(file.isRotationDue()).isFalse();
            for (int i = 0; i < 4_999; i++) {
                file.write(List.of(entry(0, 1, 2, 0)));
            }
            assertThat(file.isRotationDue()).isFalse();
            file.write(many.subList(0, 5));
            assertThat(file.isRotationDue()).isTrue();
        }
        assertThat(found(disk)).hasSize(5_000).containsEntry(new AttemptsFile.Key(0, 1), new Attempt(2, 0));
    }

    @Test
    void a_rotation_that_finds_no_room_keeps_the_old_file_and_writes_on() throws IOException {
        try (AttemptsFile file = AttemptsFile.open(disk, 100)) {
            file.write(List.of(entry(0, 1, 4, 0), entry(0, 2, 4, 0), entry(0, 3, 4, 0)));
            disk.fail(new FaultAt(2, Fault.SHORT));

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> file.rotate(List.of(entry(0, 1, 4, 0), entry(0, 2, 4, 0))));

            assertThat(disk.list()).containsExactly(FIRST);
            assertThat(file.isRotationDue()).isFalse();
            file.write(List.of(entry(0, 1, 5, 0)));
            file.rotate(List.of(entry(0, 1, 5, 0)));
        }
        assertThat(disk.list()).hasSize(1);
        assertThat(found(disk)).containsOnly(Map.entry(new AttemptsFile.Key(0, 1), new Attempt(5, 0)));
    }

    @Test
    void no_count_is_lost_wherever_in_a_rotation_the_process_ends() throws IOException {
        boolean finished = false;
        for (int at = 1; !finished; at++) {
            SimDisk killed = new SimDisk();
            try (AttemptsFile file = AttemptsFile.open(killed, 100)) {
                file.write(List.of(entry(0, 1, 4, 0), entry(1, 1, 2, 0), entry(0, 2, 1, 9)));
                killed.fail(new FaultAt(at, Fault.CRASH));
                file.rotate(List.of(entry(0, 1, 4, 0), entry(0, 2, 1, 9)));
                finished = true;
            } catch (PowerCut cut) {
                // The process ends here; what it wrote stays.
            }
            killed.fail(FaultAt.NONE);

            assertThat(found(killed))
                    .containsEntry(new AttemptsFile.Key(0, 1), new Attempt(4, 0))
                    .containsEntry(new AttemptsFile.Key(0, 2), new Attempt(1, 9));
            requireUsable(killed);
        }
    }

    @Test
    void no_count_is_lost_however_much_of_the_new_file_is_written() throws IOException {
        write(entry(0, 1, 4, 0), entry(0, 2, 1, 9));
        byte[] before = disk.bytes(FIRST);
        try (AttemptsFile file = AttemptsFile.open(disk)) {
            file.rotate(List.of(entry(0, 1, 4, 0), entry(0, 2, 1, 9)));
        }
        byte[] after = disk.bytes(AttemptsGeneration.name(2));

        for (int length = 0; length <= after.length; length++) {
            SimDisk killed = new SimDisk();
            put(killed, FIRST, ByteBuffer.wrap(before));
            put(killed, AttemptsGeneration.name(2), ByteBuffer.wrap(after, 0, length));

            assertThat(found(killed))
                    .containsOnly(
                            Map.entry(new AttemptsFile.Key(0, 1), new Attempt(4, 0)),
                            Map.entry(new AttemptsFile.Key(0, 2), new Attempt(1, 9)));
            requireUsable(killed);
        }
    }

    @Test
    void an_interrupted_rotation_is_made_up_for() throws IOException {
        write(entry(0, 1, 4, 0));
        put(disk, AttemptsGeneration.name(5), ByteBuffer.allocate(10));

        try (AttemptsFile file = AttemptsFile.open(disk)) {
            file.write(List.of(entry(0, 1, 5, 0)));
            assertThat(file.isRotationDue()).isTrue();
            file.rotate(List.of(entry(0, 1, 5, 0)));
        }

        assertThat(disk.list()).containsExactly(AttemptsGeneration.name(7));
        assertThat(found(disk)).containsOnly(Map.entry(new AttemptsFile.Key(0, 1), new Attempt(5, 0)));
    }

    @Test
    void a_power_cut_leaves_nothing_that_was_not_written() throws IOException {
        Map<AttemptsFile.Key, Integer> written = new HashMap<>();
        RandomGenerator random = Seeds.random(SEED);
        try (AttemptsFile file = AttemptsFile.open(disk, 200)) {
            for (int i = 0; i < 5; i++) {
                AttemptsFile.Key key = new AttemptsFile.Key(random.nextInt(2), random.nextInt(1, 3));
                int count = written.merge(key, 1, Integer::sum);
                file.write(List.of(new Entry(key, new Attempt(count, 0))));
            }
            file.rotate(entries(written));
        }

        for (SimDisk left : disk.crashStates()) {
            assertThat(found(left))
                    .allSatisfy(
                            (key, attempt) -> assertThat(attempt.count()).isBetween(1, written.getOrDefault(key, 0)));
            requireUsable(left);
        }
    }

    @Test
    void a_flipped_bit_takes_no_more_than_its_entry_or_its_file() throws IOException {
        write(entry(0, 1, 4, 0), entry(0, 2, 1, 9), entry(7, 3, 2, 0));
        Map<AttemptsFile.Key, Attempt> all = found(disk);
        byte[] bytes = disk.bytes(FIRST);

        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Map<AttemptsFile.Key, Attempt> left = found(disk);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(all).containsAllEntriesOf(left);
            assertThat(left).hasSizeGreaterThanOrEqualTo(bit < AttemptsGeneration.BYTES * 8 ? 0 : 2);
        }
    }

    @Test
    void garbage_of_any_length_is_passed_over_or_given_up() throws IOException {
        write(entry(0, 1, 4, 0));
        byte[] garbage = new byte[40 << 20];
        Seeds.random(SEED).nextBytes(garbage);
        put(disk, FIRST, 64, ByteBuffer.wrap(garbage));
        put(disk, AttemptsGeneration.name(2), ByteBuffer.wrap(garbage, 0, 99_999));
        put(disk, AttemptsGeneration.name(3), ByteBuffer.allocate(99_999));

        assertThat(found(disk)).containsOnlyKeys(new AttemptsFile.Key(0, 1));
        requireUsable(disk);
    }

    @Test
    void an_entry_in_another_place_or_of_another_file_is_none() throws IOException {
        write(entry(0, 1, 4, 0), entry(0, 2, 4, 0));
        byte[] bytes = disk.bytes(FIRST);
        put(disk, FIRST, 96, ByteBuffer.wrap(bytes.clone(), 32, 32));
        put(disk, FIRST, 64, ByteBuffer.allocate(32));
        put(disk, AttemptsGeneration.name(2), ByteBuffer.wrap(bytes));

        assertThat(found(disk)).containsOnlyKeys(new AttemptsFile.Key(0, 1));
    }

    @Test
    void another_version_is_refused_and_untouched() throws IOException {
        write(entry(0, 1, 4, 0));
        ByteBuffer head = ByteBuffer.allocate(24).putLong(1).putLong(0);
        head.put(disk.bytes(FIRST), 0, 8);
        ByteBuffer checked = ByteBuffer.allocate(28).put(head.flip()).putInt(2).flip();
        put(
                disk,
                FIRST,
                8,
                ByteBuffer.allocate(8).putInt(2).putInt(Frame.checksum(checked)).flip());
        disk.fail(new FaultAt(1, Fault.EIO_FOR_EVER));

        assertThatExceptionOfType(UnknownFormatException.class)
                .isThrownBy(() -> AttemptsFile.open(disk))
                .withMessageContaining(FIRST + " has format version 2");
        assertThat(disk.operations()).isZero();
    }

    @Test
    void keys_that_do_not_fit_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttemptsFile.Key(65_536, 0))
                .withMessage("group must be 0 to 65535 and id at least 1: 65536, 0");
    }

    private void write(Entry... entries) throws IOException {
        try (AttemptsFile file = AttemptsFile.open(disk)) {
            file.write(List.of(entries));
        }
    }

    /** What is written after whatever was left is found. */
    private static void requireUsable(SimDisk left) throws IOException {
        Map<AttemptsFile.Key, Attempt> before = found(left);
        try (AttemptsFile file = AttemptsFile.open(left)) {
            file.write(List.of(entry(9, 99, 9, 999)));
        }
        Map<AttemptsFile.Key, Attempt> after = new HashMap<>(before);
        after.put(new AttemptsFile.Key(9, 99), new Attempt(9, 999));
        assertThat(found(left)).isEqualTo(after);
    }

    private static Map<AttemptsFile.Key, Attempt> found(SimDisk disk) throws IOException {
        try (AttemptsFile file = AttemptsFile.open(disk)) {
            return Map.copyOf(file.found());
        }
    }

    private static void put(SimDisk disk, String name, ByteBuffer bytes) throws IOException {
        disk.create(name).close();
        put(disk, name, 0, bytes);
    }

    private static void put(SimDisk disk, String name, long offset, ByteBuffer bytes) throws IOException {
        try (DiskFile file = disk.open(name)) {
            file.write(offset, bytes);
        }
    }

    private static List<Entry> entries(Map<AttemptsFile.Key, Integer> counts) {
        List<Entry> entries = new ArrayList<>();
        counts.forEach((key, count) -> entries.add(new Entry(key, new Attempt(count, 0))));
        return entries;
    }

    private static Entry entry(int group, long id, int count, long dueMillis) {
        return new Entry(new AttemptsFile.Key(group, id), new Attempt(count, dueMillis));
    }
}
