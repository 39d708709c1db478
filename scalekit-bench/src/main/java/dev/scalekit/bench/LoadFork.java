package dev.scalekit.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import tools.jackson.databind.json.JsonMapper;

/** Runs a load in a JVM of its own, for what waits. Not thread-safe. */
final class LoadFork implements Fork {
    /** What a JVM may take to prepare and to check, beyond its measurement, before it counts as hanging. */
    private static final Duration GRACE = Duration.ofMinutes(3);

    /** Where the testkit keeps the programs of its servers: unpacked once, not by each JVM into a folder of its own. */
    private static final Path SERVERS = Path.of(System.getProperty(
                    "scalekit.cache",
                    System.getProperty("java.io.tmpdir") + "/scalekit-cache-" + System.getProperty("user.name")))
            .toAbsolutePath();

    private final Effort effort;
    private final Path work;
    private final Path log;
    private final Map<Trial, Integer> rounds = new HashMap<>();

    /**
     * Creates the fork.
     *
     * @param effort how long to run
     * @param work a folder that is made for each run and deleted after it; its disk is the one that is measured
     * @param log the file that the output of the JVM is appended to
     */
    LoadFork(Effort effort, Path work, Path log) {
        this.effort = effort;
        this.work = work;
        this.log = log;
    }

    @Override
    public RunResult run(Trial trial) {
        Effort lasting = effort.times(trial.declaration().length());
        int round = rounds.merge(trial, 1, Integer::sum) - 1;
        try (Folder folder = new Folder(work)) {
            Path order = folder.path().resolve("order.json");
            Path result = folder.path().resolve("result.json");
            JsonMapper json = JsonMapper.shared();
            try (Folder data = new Folder(folder.path().resolve("data"));
                    Folder home = new Folder(folder.path().resolve("home"))) {
                json.writeValue(order, order(trial, round, lasting, data.path()));
                await(trial, start(trial, home.path(), order, result));
            }
            return RunResults.of(trial, lasting, json.readValue(result, LoadResult.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LoadOrder order(Trial trial, int round, Effort lasting, Path data) {
        return new LoadOrder(
                trial.method().getDeclaringClass().getName(),
                trial.method().getName(),
                trial.load(),
                trial.size(),
                trial.subject().isForAll(),
                round,
                lasting.warmup(),
                lasting.measurement(),
                data);
    }

    private Process start(Trial trial, Path home, Path order, Path result) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(trial.jvmArgs());
        // What a library leaves behind elsewhere, such as unpacked native code, goes with the rest.
        command.add("-Duser.home=" + home);
        command.add("-Djava.io.tmpdir=" + home);
        command.add("-Dscalekit.cache=" + SERVERS);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(LoadProcess.class.getName());
        command.add(order.toString());
        command.add(result.toString());
        File output = log.toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                .start();
    }

    private void await(Trial trial, Process process) {
        // At a rate, both phases may take twice as long to work off what is late.
        Duration patience =
                effort.warmup().plus(effort.measurement()).multipliedBy(2).plus(GRACE);
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BenchmarkFailedException(
                        trial.benchmark() + " did not end within " + patience.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new BenchmarkFailedException(trial.benchmark() + " failed, its JVM ended with exit code "
                        + process.exitValue() + ": see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailedException(trial.benchmark() + " was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
