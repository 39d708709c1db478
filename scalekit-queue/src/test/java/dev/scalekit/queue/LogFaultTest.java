package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.queue.Disk.DiskFile;
import dev.scalekit.queue.SimDisk.Fault;
import dev.scalekit.queue.SimDisk.FaultAt;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lets every operation fail in every way. */
final class LogFaultTest {
    private static final long SEED = 41;

    @ParameterizedTest
    @EnumSource(
            names = {"CRASH", "UNREADABLE"},
            mode = EnumSource.Mode.EXCLUDE)
    void no_failed_operation_loses_what_was_acknowledged(Fault fault) throws IOException {
        try (Tally tally = Tally.of("queue.io-faults", SEED)) {
            for (int seed = 0; seed < Effort.scaled(6, 12); seed++) {
                boolean finished = false;
                for (int at = 1; !finished; at++) {
                    LogRun run = new LogRun();
                    SimDisk disk = new SimDisk();
                    disk.fail(new FaultAt(at, fault));
                    finished = opens(run, disk, SEED + seed) && disk.operations() < at;
                    disk.fail(FaultAt.NONE);
                    String where = "seed " + (SEED + seed) + ", " + fault + " at operation " + at;
                    tally.count(() -> checkAll(run, disk, where));
                }
            }
        }
    }

    private static void checkAll(LogRun run, SimDisk disk, String where) throws IOException {
        List<SimDisk> states = disk.crashStates();
        for (int i = 0; i < states.size(); i++) {
            run.check(states.get(i), where + ", state " + i);
        }
        // Nobody cut the power: the process opens the log again, with what the page cache says; and then it is cut.
        run.settle(run.check(disk, where + ", going on"));
        run.check(disk.copy(), where + ", cut later");
    }

    private static boolean opens(LogRun run, SimDisk disk, long seed) {
        try {
            return run.on(disk, Seeds.random(seed));
        } catch (IOException e) {
            // Opening or closing failed.
            return false;
        }
    }

    @Test
    void a_batch_whose_force_failed_is_not_in_the_log_and_the_next_one_is() throws IOException {
        SimDisk disk = new SimDisk();
        LogRun.Found found = new LogRun.Found();
        try (Log log = Log.open(disk, LogRun.SMALL, found)) {
            log.append(List.of(LogRun.entry("first")));
            disk.fail(new FaultAt(2, Fault.EIO));

            assertThatThrownBy(() -> log.append(List.of(LogRun.entry("second"))))
                    .isInstanceOf(LogFailedException.class)
                    .hasMessageContaining("not in the log, which takes further ones");
            log.append(List.of(LogRun.entry("third")));
        }

        Log.open(disk, LogRun.SMALL, found).close();
        assertThat(found.records()).containsExactly("first", "third");
    }

    @Test
    void a_medium_that_fails_twice_is_given_up() throws IOException {
        SimDisk disk = new SimDisk();
        Log log = Log.open(disk, LogRun.SMALL, new LogRun.Found());
        disk.fail(new FaultAt(1, Fault.EIO_FOR_EVER));

        assertThatThrownBy(() -> log.append(List.of(LogRun.entry("first"))))
                .isInstanceOf(LogFailedException.class)
                .hasMessageContaining("unknown")
                .hasMessageContaining("failed twice");
        disk.fail(FaultAt.NONE);
        assertThatThrownBy(() -> log.append(List.of(LogRun.entry("second"))))
                .isInstanceOf(LogFailedException.class)
                .hasMessageContaining("takes no more");
        log.close();
    }

    @Test
    void a_segment_that_could_not_be_created_leaves_no_file_whatever_failed() {
        SegmentHeader header = new SegmentHeader(LogRun.SMALL.segmentBytes(), 1, 42);
        for (int at = 1; at <= 6; at++) {
            SimDisk disk = new SimDisk();
            disk.fail(new FaultAt(at, Fault.EIO));

            assertThatThrownBy(() -> Segment.create(disk, header)).isInstanceOf(IOException.class);
            assertThat(disk.list()).as("operation %d failed", at).isEmpty();
        }
    }

    @Test
    void all_files_are_closed_though_the_last_force_fails() throws IOException {
        Set<DiskFile> open = new HashSet<>();
        SimDisk disk = new SimDisk();
        Disk counting = new ForwardingDisk(disk) {
            @Override
            DiskFile file(DiskFile file, String name) {
                DiskFile counted = new ForwardingFile(file) {
                    @Override
                    public void close() throws IOException {
                        open.remove(this);
                        super.close();
                    }
                };
                open.add(counted);
                return counted;
            }
        };
        Log log = Log.open(counting, LogRun.SMALL, new LogRun.Found());
        log.spares().prepare();
        log.append(List.of(LogRun.entry("first")));
        disk.fail(new FaultAt(2, Fault.EIO));

        assertThatThrownBy(log::close).isInstanceOf(IOException.class);

        assertThat(open).isEmpty();
    }

    @Test
    void a_full_disk_is_no_failure_and_the_log_goes_on_once_there_is_room() throws IOException {
        SimDisk disk = new SimDisk();
        LogRun.Found found = new LogRun.Found();
        try (Log log = Log.open(disk, LogRun.SMALL, found)) {
            String large = "x".repeat(3_000);
            log.append(List.of(LogRun.entry(large)));
            disk.fail(new FaultAt(1, Fault.FULL));

            assertThatThrownBy(() -> log.append(List.of(LogRun.entry(large + "2"))))
                    .isInstanceOf(LogFailedException.class)
                    .hasMessageContaining("no room");
            log.append(List.of(LogRun.entry("small")));
            disk.fail(FaultAt.NONE);
            log.append(List.of(LogRun.entry(large + "3")));
        }

        Log.open(disk, LogRun.SMALL, found).close();
        assertThat(found.records()).extracting(String::length).containsExactly(3_000, 5, 3_001);
        assertThat(disk.list()).noneMatch(name -> name.endsWith(Segment.UNFINISHED));
    }
}
