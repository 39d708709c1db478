package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.KillLoop;
import dev.scalekit.testkit.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process on a real file system, killed at any moment. */
final class LogKillTest {
    private static final long SEED = 23;
    private static final Log.Settings SETTINGS = new Log.Settings(16 * SegmentHeader.BYTES);

    @TempDir
    Path folder;

    private final Set<String> underWay = new HashSet<>();

    @Test
    @Timeout(3_600)
    void what_was_acknowledged_survives_every_kill() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        try (Tally tally = Tally.of("queue.log-kill-cycles", SEED)) {
            KillLoop.of(Writer.class, folder.toString())
                    .cycles(Effort.scaled(20))
                    .maximumStart(Duration.ofMillis(150))
                    .run(
                            SEED,
                            cycle -> tally.count(() -> {
                                acknowledged.addAll(cycle.acknowledged());
                                requireThere(acknowledged, cycle.attempted());
                            }));
        }

        assertThat(acknowledged).hasSizeGreaterThan(100);
    }

    /** All acknowledged, in order, each once; of the rest at most the one that each life had under way. */
    private void requireThere(List<String> acknowledged, List<String> attempted) throws IOException {
        LogRun.Found found = new LogRun.Found();
        Log.open(new FolderDisk(folder), SETTINGS, found).close();
        List<String> records = found.records();
        Set<String> known = new HashSet<>(acknowledged);
        List<String> others =
                records.stream().filter(record -> !known.contains(record)).toList();
        underWay.addAll(attempted.subList(Math.max(0, attempted.size() - 1), attempted.size()));

        assertThat(records.stream().filter(known::contains).toList()).isEqualTo(acknowledged);
        assertThat(underWay).containsAll(others);
        assertThat(others).doesNotHaveDuplicates();
    }

    /** Appends one record after the other, and tells of each what it knows. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            String life = Long.toHexString(ProcessHandle.current().pid()) + "-" + System.nanoTime();
            Log log = Log.open(new FolderDisk(Path.of(arguments[0])), SETTINGS, new LogRun.Found());
            for (int i = 0; ; i++) {
                String record = life + "-" + i;
                KillLoop.attempt(record);
                log.append(List.of(LogRun.entry(record)));
                KillLoop.acknowledge(record);
                if (i % 7 == 0) {
                    log.mark();
                }
            }
        }
    }
}
