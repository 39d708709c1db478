package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;

/** Measures one subject of each kind for a moment, each in a JVM of its own as {@code ./bench} does. */
final class ForkTest {
    private static final Effort MOMENT = new Effort(1, true, 1, 1, Duration.ofMillis(50));

    @TempDir
    private Path folder;

    private Path log;

    @BeforeEach
    void name_the_log() {
        log = folder.resolve("log");
    }

    @Test
    void jmh_measures_what_the_processor_bounds() throws IOException {
        Trial trial = trial(CacheHit.class, "map");

        RunResult result;
        try (PrintStream out = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
            result = new JmhFork(MOMENT, out).run(trial);
        }

        assertThat(result.getPrimaryResult().getScore()).isPositive();
        assertThat(result.getPrimaryResult().getScoreUnit()).isEqualTo("ns/op");
        assertThat(result.getSecondaryResults()).containsKeys(CpuTimeProfiler.CPU, RunResults.BYTES);
        assertThat(log).content().contains("CacheHit.map");
    }

    @Test
    void our_driver_measures_what_waits_and_its_files_go() throws IOException {
        Trial trial = trial(DurableAppend.class, "growing");
        Path work = folder.resolve("work");

        RunResult result = new LoadFork(MOMENT, work, log).run(trial);

        assertThat(result.getPrimaryResult().getScore()).isPositive();
        assertThat(result.getPrimaryResult().getScoreUnit()).isEqualTo("ns/op");
        assertThat(result.getSecondaryResults()).containsKeys(RunResults.P99, RunResults.THROUGHPUT);
        assertThat(work).doesNotExist();
        assertThat(Files.readString(log)).isEmpty();
    }

    private static Trial trial(Class<?> type, String method) {
        List<Trial> trials = Comparison.of(type).get(0).trials();
        return trials.stream()
                .filter(trial -> trial.method().getName().equals(method))
                .findFirst()
                .orElseThrow();
    }
}
