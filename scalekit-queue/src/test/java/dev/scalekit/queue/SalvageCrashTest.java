package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.queue.SimDisk.Fault;
import dev.scalekit.queue.SimDisk.FaultAt;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Salvages what crashes and failed operations leave, and compares with what opening finds. */
final class SalvageCrashTest {
    private static final long SEED = 37;

    @Test
    void what_a_power_cut_leaves_is_no_damage() throws IOException {
        try (Tally tally = Tally.of("queue.salvage-crash-states", SEED)) {
            for (int seed = 0; seed < Effort.scaled(6, 12); seed++) {
                boolean finished = false;
                for (int at = 1; !finished; at++) {
                    SimDisk disk = new SimDisk();
                    disk.fail(new FaultAt(at, Fault.CRASH));
                    finished = new LogRun().on(disk, Seeds.random(SEED + seed));
                    for (SimDisk left : disk.crashStates()) {
                        if (left.list().stream()
                                .anyMatch(name -> Segment.number(name).isPresent())) {
                            tally.count(() -> requireSame(left));
                        }
                    }
                }
            }
        }
    }

    private static void requireSame(SimDisk left) throws IOException {
        SimDisk to = new SimDisk();
        SalvageReport report = salvage(left, to);

        assertThat(Numbered.of(to)).isEqualTo(Numbered.of(left));
        assertThat(report.missingSequences()).isEmpty();
        assertThat(report.missingSegments()).isEmpty();
        assertThat(report.segments())
                .allSatisfy(segment -> assertThat(segment.unreadable()).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(names = {"EIO", "SHORT", "FULL"})
    void what_failed_does_not_come_back_and_what_was_acknowledged_is_accounted_for(Fault fault) throws IOException {
        RandomGenerator random = Seeds.random(SEED);
        try (Tally tally = Tally.of("queue.salvage", SEED)) {
            for (int seed = 0; seed < Effort.scaled(6, 12); seed++) {
                for (int at = 1; at < 60; at++) {
                    SimDisk disk = new SimDisk();
                    disk.fail(new FaultAt(at, fault));
                    try {
                        new LogRun().on(disk, Seeds.random(SEED + seed));
                    } catch (IOException e) {
                        // Opening or closing failed.
                    }
                    damage(disk, random, tally);
                }
            }
        }
    }

    private static void damage(SimDisk disk, RandomGenerator random, Tally tally) throws IOException {
        disk.fail(FaultAt.NONE);
        SortedMap<Long, String> held = Numbered.of(copyOf(disk));
        List<String> names = new ArrayList<>(disk.list());
        for (String name : names.subList(0, Math.max(0, names.size() - 1))) {
            SimDisk damaged = copyOf(disk);
            byte[] bytes = damaged.bytes(name);
            int from = SegmentHeader.BYTES + random.nextInt(2_000);
            int to = from + 1 + random.nextInt(100);
            for (int i = from; i < to; i++) {
                bytes[i] = (byte) random.nextInt();
            }
            tally.count(() -> requireAccounted(damaged, held, name + " from " + from + " to " + to));
        }
    }

    private static void requireAccounted(SimDisk damaged, SortedMap<Long, String> held, String where)
            throws IOException {
        SimDisk to = new SimDisk();
        SalvageReport report = salvage(damaged, to);
        SortedMap<Long, String> kept = Numbered.of(to);
        SortedMap<Long, String> lost = new TreeMap<>(held);
        lost.keySet().removeAll(kept.keySet());

        assertThat(held).as(where).containsAllEntriesOf(kept);
        assertThat(lost.keySet())
                .as(where)
                .allMatch(number -> report.missingSequences().stream().anyMatch(range -> range.contains(number)));
        assertThat(kept.keySet())
                .as(where)
                .noneMatch(number -> report.missingSequences().stream().anyMatch(range -> range.contains(number)));
    }

    private static SimDisk copyOf(SimDisk disk) throws IOException {
        SimDisk copy = new SimDisk();
        for (String name : disk.list()) {
            copy.create(name).write(0, ByteBuffer.wrap(disk.bytes(name)));
        }
        return copy;
    }

    private static SalvageReport salvage(SimDisk from, SimDisk to) throws IOException {
        from.fail(FaultAt.NONE);
        try (DamagedLog log = DamagedLog.open(from)) {
            SalvageReport report = SalvageRun.copy(log, to);
            assertThat(from.operations()).as("the damaged log is not changed").isZero();
            return report;
        }
    }
}
