package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.queue.SimDisk.Fault;
import dev.scalekit.queue.SimDisk.FaultAt;
import dev.scalekit.queue.SimDisk.PowerCut;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Cuts the power at every operation, and looks at every state that may be left. */
final class LogCrashTest {
    private static final long SEED = 17;

    @Test
    void what_was_acknowledged_is_there_after_any_power_cut() throws IOException {
        try (Tally tally = Tally.of("queue.crash-states", SEED)) {
            for (int seed = 0; seed < Effort.scaled(12, 24); seed++) {
                crashAtEveryOperation(SEED + seed, new SimDisk(), Optional.of(tally));
            }
        }
    }

    @Test
    void what_was_acknowledged_is_there_after_power_cuts_while_it_recovers() throws IOException {
        int step = Math.max(1, 3 / Effort.scaled(1, 3));
        try (Tally tally = Tally.of("queue.recovery-crash-states", SEED)) {
            for (int seed = 0; seed < Effort.scaled(1); seed++) {
                for (int at = 1; at <= operations(SEED + seed); at += step) {
                    LogRun run = new LogRun();
                    SimDisk disk = new SimDisk();
                    disk.fail(new FaultAt(at, Fault.CRASH));
                    run.on(disk, Seeds.random(SEED + seed));
                    List<SimDisk> left = disk.crashStates();
                    // One state of each crash, or of every third, another one each time: all of them would be a
                    // million.
                    crashWhileItRecovers(
                            run,
                            left.get(at % left.size()),
                            tally,
                            "seed " + (SEED + seed) + ", crash at operation " + at + ", state " + at % left.size());
                }
            }
        }
    }

    @Test
    void a_disk_that_only_pretends_to_force_is_found_out() {
        try (Tally planted = Tally.of("queue.planted-bugs", SEED)) {
            planted.count(() -> requireFound(new PretendingDisk(true, false)));
            planted.count(() -> requireFound(new PretendingDisk(false, true)));
        }
    }

    private static void requireFound(SimDisk pretending) {
        assertThatThrownBy(() -> crashAtEveryOperation(SEED, pretending, Optional.empty()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("acknowledged");
    }

    private static void crashAtEveryOperation(long seed, SimDisk kind, Optional<Tally> tally) throws IOException {
        boolean finished = false;
        for (int at = 1; !finished; at++) {
            LogRun run = new LogRun();
            SimDisk disk = kind.fresh();
            disk.fail(new FaultAt(at, Fault.CRASH));
            finished = run.on(disk, Seeds.random(seed));
            List<SimDisk> states = disk.crashStates();
            for (int i = 0; i < states.size(); i++) {
                SimDisk left = states.get(i);
                String where = "seed " + seed + ", crash at operation " + at + ", state " + i;
                if (tally.isPresent()) {
                    tally.get().count(() -> run.check(left, where));
                } else {
                    run.check(left, where);
                }
            }
        }
    }

    private static void crashWhileItRecovers(LogRun run, SimDisk left, Tally tally, String where) throws IOException {
        boolean finished = false;
        for (int at = 1; !finished; at++) {
            SimDisk disk = left.copy();
            disk.fail(new FaultAt(at, Fault.CRASH));
            try {
                Log.open(disk, LogRun.SMALL, new LogRun.Found()).close();
                finished = true;
            } catch (PowerCut cut) {
                // As planned.
            }
            List<SimDisk> states = disk.crashStates();
            for (int i = 0; i < states.size(); i++) {
                SimDisk twice = states.get(i);
                String again = where + ", crash at operation " + at + " of recovering, state " + i;
                tally.count(() -> run.check(twice, again));
            }
        }
    }

    private static int operations(long seed) throws IOException {
        SimDisk disk = new SimDisk();
        new LogRun().on(disk, Seeds.random(seed));
        return disk.operations();
    }
}
