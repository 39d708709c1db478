package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.queue.SimDisk.Fault;
import dev.scalekit.queue.SimDisk.FaultAt;
import dev.scalekit.queue.SimDisk.PowerCut;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cuts the power at every operation of a whole queue, and looks at every state that may be left. */
final class QueueCrashTest {
    private static final long SEED = 19;
    private static final int STEPS = 70;
    private static final int LONG = 300;

    @Test
    void what_was_promised_holds_without_a_power_cut() throws IOException {
        int moved = 0;
        try (Tally tally = Tally.of("queue.messages-runs", SEED)) {
            for (long seed = SEED; seed < SEED + Effort.scaled(100, 200); seed++) {
                SimDisk disk = new SimDisk();
                QueueRun run = new QueueRun(Seeds.random(seed), false).draining();
                try {
                    tally.count(() -> {
                        run.on(disk, LONG);
                        new QueueCheck(run.promises().copy(), run.clock()).check(disk);
                    });
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
                }
                moved += MoveTraces.of(disk).moves() > 0 ? 1 : 0;
            }
        }

        assertThat(moved).as("runs whose messages were moved").isGreaterThan(Effort.scaled(100, 200) / 2);
    }

    @Test
    void what_was_promised_holds_after_any_power_cut() throws IOException {
        int moving = 0;
        int seeds = Effort.scaled(3);
        try (Tally tally = Tally.of("queue.messages-crash-states", SEED)) {
            for (long seed = SEED; seed < SEED + seeds; seed++) {
                moving += crashAtEveryOperation(seed, tally);
            }
        }

        // At a tenth of the effort there is one run, which has none.
        assertThat(moving).as("power cuts in the middle of a move").isGreaterThanOrEqualTo(seeds < 3 ? 0 : seeds);
    }

    /** Returns how many power cuts came while messages were moved. */
    private static int crashAtEveryOperation(long seed, Tally tally) throws IOException {
        int moving = 0;
        boolean finished = false;
        for (int at = 1; !finished; at++) {
            SimDisk disk = new SimDisk();
            QueueRun run = new QueueRun(Seeds.random(seed), false);
            disk.fail(new FaultAt(at, Fault.CRASH));
            finished = run.on(disk, STEPS);
            String where = "seed " + seed + ", crash at operation " + at;
            List<SimDisk> states = disk.crashStates();
            for (int i = 0; i < states.size(); i++) {
                check(run, states.get(i), tally, where + ", state " + i);
            }
            moving += MoveTraces.of(disk).isUnderWay() ? 1 : 0;
        }
        return moving;
    }

    @Test
    void what_was_promised_holds_after_power_cuts_while_it_recovers() throws IOException {
        int operations = operations(SEED);
        try (Tally tally = Tally.of("queue.messages-recovery-crash-states", SEED)) {
            for (int i = 0; i < Effort.scaled(30, 60); i++) {
                // Evenly over the run, one state of each power cut, another one each time.
                int at = 1 + (int) ((long) i * 7_919 % operations);
                SimDisk disk = new SimDisk();
                QueueRun run = new QueueRun(Seeds.random(SEED), false);
                disk.fail(new FaultAt(at, Fault.CRASH));
                run.on(disk, STEPS);
                List<SimDisk> left = disk.crashStates();
                crashWhileItRecovers(run, left.get(i % left.size()), tally, "crash at operation " + at);
            }
        }
    }

    private static void crashWhileItRecovers(QueueRun run, SimDisk left, Tally tally, String where) throws IOException {
        boolean finished = false;
        for (int at = 1; !finished; at++) {
            SimDisk disk = left.copy();
            disk.fail(new FaultAt(at, Fault.CRASH));
            try {
                SteppedQueue queue = SteppedQueue.open(disk, run.clock().copy(), new QueueListener() {}, false);
                queue.settle();
                queue.close();
                finished = true;
            } catch (PowerCut cut) {
                // As planned.
            }
            List<SimDisk> states = disk.crashStates();
            for (int i = at % 5; i < states.size(); i += 29) {
                check(run, states.get(i), tally, where + ", crash at operation " + at + " of recovering, state " + i);
            }
        }
    }

    private static void check(QueueRun run, SimDisk left, Tally tally, String where) throws IOException {
        try {
            tally.count(() ->
                    new QueueCheck(run.promises().afterPowerCut(), run.clock().copy()).check(left));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(where + ": " + e.getMessage(), e);
        }
    }

    private static int operations(long seed) throws IOException {
        SimDisk disk = new SimDisk();
        new QueueRun(Seeds.random(seed), false).on(disk, STEPS);
        return disk.operations();
    }
}
