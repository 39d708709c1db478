package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a log that is damaged says: never less than what it held. */
final class LogDamageTest {
    private static final long SEED = 5;

    private final SimDisk disk = new SimDisk();
    private final List<String> held = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        try (Log log = Log.open(disk, LogRun.SMALL, new LogRun.Found())) {
            for (int batch = 0; batch < 20; batch++) {
                String record = batch + "-" + "y".repeat(200);
                log.append(List.of(LogRun.entry(record), LogRun.entry(batch + "+")));
                held.addAll(List.of(record, batch + "+"));
            }
        }
    }

    @Test
    void no_flipped_bit_is_a_silent_loss() throws IOException {
        AtomicInteger refused = new AtomicInteger();
        // A long run has 64 KiB of records.
        for (int i = 1; i < Math.min(16, Effort.scaled(1)); i++) {
            fill();
        }
        try (Tally tally = Tally.of("queue.bit-flips", SEED)) {
            for (String name : disk.list()) {
                byte[] bytes = disk.bytes(name);
                for (int i = 0; i < bytes.length * 8; i++) {
                    int bit = i;
                    // Of a zero byte, of which there are many, one bit.
                    if (bytes[bit / 8] != 0 || bit % 8 == 3) {
                        bytes[bit / 8] ^= (byte) (1 << bit % 8);
                        tally.count(() -> refused.addAndGet(isRefused(name + ", bit " + bit) ? 1 : 0));
                        bytes[bit / 8] ^= (byte) (1 << bit % 8);
                    }
                }
            }
        }

        assertThat(refused).hasValueGreaterThan(10_000);
    }

    private void requireInBounds(String where) throws IOException {
        try {
            isRefused(where);
        } catch (RuntimeException e) {
            throw new AssertionError(where + ": " + e, e);
        }
    }

    /** Returns whether the log says that it is damaged; if not, all that it held must be there. */
    private boolean isRefused(String where) throws IOException {
        return isRefused(disk, where);
    }

    private boolean isRefused(Disk read, String where) throws IOException {
        LogRun.Found found = new LogRun.Found();
        try (OpenSegments segments = OpenSegments.of(read)) {
            segments.read(new LogReader(found));
        } catch (CorruptLogException | UnknownFormatException e) {
            assertThat(e).hasMessageContaining("segment-");
            return true;
        }
        assertThat(found.records()).as(where).isEqualTo(held);
        return false;
    }

    @ParameterizedTest
    @EnumSource
    void a_reader_that_does_not_look_is_found(CarelessDisk.Bug bug) {
        try (Tally planted = Tally.of("queue.planted-bugs", SEED)) {
            planted.count(() -> assertThatThrownBy(() -> {
                        for (String name : disk.list()) {
                            byte[] bytes = disk.bytes(name);
                            // Behind the start of the segment.
                            for (int i = SegmentHeader.BYTES + 96; i < bytes.length; i++) {
                                bytes[i] ^= 1;
                                isRefused(new CarelessDisk(disk, bug), name + ", byte " + i);
                                bytes[i] ^= 1;
                            }
                        }
                    })
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("byte "));
        }
    }

    @Test
    void a_missing_segment_is_refused() throws IOException {
        fill();
        List<String> names = new ArrayList<>(disk.list());
        assertThat(names).hasSizeGreaterThan(2);

        for (String name : names.subList(0, names.size() - 1)) {
            SimDisk damaged = disk.copy();
            damaged.delete(name);

            assertThatThrownBy(() -> Log.open(damaged, LogRun.SMALL, new LogRun.Found()))
                    .as(name)
                    .isInstanceOf(CorruptLogException.class)
                    .hasMessageContainingAll(name, "missing");
        }
    }

    @Test
    void another_version_is_refused_and_nothing_is_touched() throws IOException {
        String name = disk.list().iterator().next();
        byte[] bytes = disk.bytes(name);
        ByteBuffer header = ByteBuffer.wrap(bytes).putInt(8, 2);
        header.putInt(32, Frame.checksum(header.slice(0, 32)));
        disk.fail(SimDisk.FaultAt.NONE);

        assertThatThrownBy(() -> Log.open(disk, LogRun.SMALL, new LogRun.Found()))
                .isInstanceOf(UnknownFormatException.class)
                .hasMessage(name + " has format version 2, and this release reads version 1");
        assertThat(disk.operations()).isZero();
    }

    @Test
    void damage_names_file_and_offset_and_nothing_is_touched() throws IOException {
        String name = disk.list().iterator().next();
        disk.bytes(name)[5_000] ^= 1;
        disk.fail(SimDisk.FaultAt.NONE);

        assertThatThrownBy(() -> Log.open(disk, LogRun.SMALL, new LogRun.Found()))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(name + " is damaged at offset ");
        assertThat(disk.operations()).isZero();
    }

    @Test
    void a_segment_of_another_log_is_refused() throws IOException {
        SimDisk other = new SimDisk();
        Log.open(other, LogRun.SMALL, new LogRun.Found()).close();
        String first = disk.list().iterator().next();
        System.arraycopy(other.bytes(first), 0, disk.bytes(first), 0, disk.bytes(first).length);

        assertThatThrownBy(() -> Log.open(disk, LogRun.SMALL, new LogRun.Found()))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("another log");
    }

    @Test
    void random_bytes_are_refused_and_read_in_bounds() throws IOException {
        RandomGenerator random = Seeds.random(SEED);
        List<String> names = new ArrayList<>(disk.list());
        try (Tally tally = Tally.of("queue.decoder-fuzz", SEED)) {
            for (int i = 0; i < Effort.scaled(100_000); i++) {
                String name = names.get(random.nextInt(names.size()));
                byte[] bytes = disk.bytes(name);
                int from = random.nextInt(bytes.length);
                byte[] before = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(64)));
                for (int at = from; at < from + before.length; at++) {
                    bytes[at] = (byte) random.nextInt();
                }
                String where =
                        "seed " + SEED + ", case " + i + ": " + before.length + " bytes of " + name + " from " + from;
                tally.count(() -> requireInBounds(where));
                System.arraycopy(before, 0, bytes, from, before.length);
            }
        }
    }
}
