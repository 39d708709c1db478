package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.queue.SimDisk.Fault;
import dev.scalekit.queue.SimDisk.FaultAt;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lets every operation of the disk under a whole queue fail in every way. */
final class QueueFaultTest {
    private static final long SEED = 43;
    private static final int STEPS = 50;
    private static final int MOST_STATES = 3;

    @ParameterizedTest
    @EnumSource(names = "CRASH", mode = EnumSource.Mode.EXCLUDE)
    void no_failed_operation_breaks_a_promise(Fault fault) throws IOException {
        try (Tally tally = Tally.of("queue.messages-io-faults", SEED)) {
            for (long seed = SEED; seed < SEED + Effort.scaled(2, 4); seed++) {
                boolean finished = false;
                for (int at = 1; !finished; at++) {
                    SimDisk disk = new SimDisk();
                    disk.fail(new FaultAt(at, fault));
                    QueueRun run = new QueueRun(Seeds.random(seed), true);
                    String where = fault + " at " + at + ", seed " + seed;
                    try {
                        boolean goesOn = runs(run, disk);
                        int passed = fault == Fault.UNREADABLE ? disk.reads() : disk.operations();
                        finished = goesOn && passed < at;
                        disk.fail(FaultAt.NONE);
                        tally.count(() -> checkAll(run, disk));
                    } catch (RuntimeException | AssertionError e) {
                        throw new AssertionError(where + ": " + e.getMessage(), e);
                    }
                }
            }
        }
    }

    private static boolean runs(QueueRun run, SimDisk disk) {
        try {
            return run.on(disk, STEPS);
        } catch (IOException e) {
            // Opening or closing failed.
            return false;
        }
    }

    private static void checkAll(QueueRun run, SimDisk disk) throws IOException {
        List<SimDisk> states = disk.crashStates();
        int checked = Math.min(states.size(), MOST_STATES);
        for (int i = 0; i < checked; i++) {
            SimDisk left = states.get(i * states.size() / checked);
            new QueueCheck(run.promises().afterPowerCut(), run.clock().copy()).check(left);
        }
        // Nobody cut the power: the process opens the queue again, with what the page cache says; and then it is cut.
        QueuePromises promises = run.promises().afterPowerCut();
        new QueueCheck(promises, run.clock()).check(disk);
        new QueueCheck(promises.afterPowerCut(), run.clock()).check(disk.copy());
    }

    @Test
    void a_full_disk_stops_senders_only() throws IOException {
        int drained = 0;
        int operations = operations();
        try (Tally tally = Tally.of("queue.messages-full-disk", SEED)) {
            for (int at = 1; at <= operations; at += 1 + operations / Effort.scaled(150)) {
                SimDisk disk = new SimDisk();
                disk.fail(new FaultAt(at, Fault.FULL));
                QueueRun run = new QueueRun(Seeds.random(SEED), true).draining();
                try {
                    // What is there is received and acknowledged at the end, with the disk still full.
                    tally.count(() -> runs(run, disk));
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("full from operation " + at + " on: " + e.getMessage(), e);
                }
                drained += run.hasDrained() ? 1 : 0;
            }
        }

        assertThat(drained).as("queues that were emptied on a full disk").isPositive();
    }

    private static int operations() throws IOException {
        SimDisk disk = new SimDisk();
        new QueueRun(Seeds.random(SEED), true).on(disk, STEPS);
        return disk.operations();
    }
}
