package dev.scalekit.bench;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import tools.jackson.databind.node.ArrayNode;

/** The program behind {@code ./bench}. Not thread-safe. */
public final class Bench {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private final Path root;
    private final Call call;

    private Bench(Path root, Call call) {
        this.root = root;
        this.call = call;
    }

    /**
     * Measures what the arguments ask for. The system property {@code scalekit.root} names the folder of the repository;
     * without it, it is the current one.
     */
    public static void main(String[] args) {
        int code = run(
                List.of(args), Path.of(System.getProperty("scalekit.root", "")).toAbsolutePath());
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Does it and returns the exit code. */
    static int run(List<String> arguments, Path root) {
        List<String> modules = Catalogue.modules();
        Call call;
        try {
            call = Call.parse(arguments, modules, new SecureRandom().nextInt(1_000_000));
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            return WRONG_USAGE;
        }
        if (call.isHelp()) {
            System.out.print(Call.usage(modules));
            return 0;
        }
        try {
            if (!call.traces().isEmpty()) {
                System.out.print(Traces.report(Path.of(call.traces()), Replayed.all()));
                return 0;
            }
            new Bench(root, call).run();
            return 0;
        } catch (BenchmarkFailedException | IOException | UncheckedIOException e) {
            System.err.println("bench: " + e.getMessage());
            return FAILED;
        }
    }

    private void run() throws IOException {
        List<Comparison> comparisons = Catalogue.comparisons().stream()
                .filter(comparison -> call.module().equals(Call.ALL)
                        || call.module().equals(comparison.declaration().module()))
                .toList();
        Effort effort = call.effort();
        Label.Run run = new Label.Run(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                call.words(),
                effort.quick(),
                effort.rounds(),
                call.seed(),
                Machine.here());
        System.err.println(run.command() + " on " + run.machine().cpu() + ", "
                + run.machine().cores() + " cores, JDK " + run.machine().jdk());

        ArrayNode results = ResultFile.json(measure(comparisons, run));

        Path file = target().resolve(call.module() + ".json");
        ResultFile.write(file, results);
        Table.of(ResultFile.entries(results)).forEach(table -> System.out.println(table.markdown()));
        System.err.println("results: " + file);
        if (call.isRecorded()) {
            record(run, results);
        }
    }

    private Map<Label, RunResult> measure(List<Comparison> comparisons, Label.Run run) throws IOException {
        Files.createDirectories(target());
        Path log = target().resolve(call.module() + ".log");
        Files.deleteIfExists(log);
        try (PrintStream out =
                new PrintStream(new FileOutputStream(log.toFile(), true), true, StandardCharsets.UTF_8)) {
            Fork jmh = new JmhFork(call.effort(), out);
            Fork load = new LoadFork(call.effort(), target().resolve("work"), log);
            Rounds rounds = new Rounds(
                    run.rounds(),
                    run.seed(),
                    trial -> (trial.isJmh() ? jmh : load).run(trial),
                    new Progress(System.err, System::nanoTime));
            Map<Trial, RunResult> results = rounds.run(comparisons);
            Map<Label, RunResult> labelled = new LinkedHashMap<>();
            for (Comparison comparison : comparisons) {
                for (Trial trial : comparison.trials()) {
                    labelled.put(comparison.label(trial, run), results.get(trial));
                }
            }
            return labelled;
        }
    }

    private void record(Label.Run run, ArrayNode results) throws IOException {
        Path folder = root.resolve("scalekit-bench").resolve("results");
        Path recorded = ResultFile.record(folder, run, results);
        Path page = root.resolve("docs").resolve("benchmarks.md");
        Files.createDirectories(page.getParent());
        Files.writeString(page, BenchmarksPage.of(ResultFile.recorded(folder)));
        System.err.println("recorded: " + recorded + ", " + page);
    }

    private Path target() {
        return root.resolve("scalekit-bench").resolve("target").resolve("bench");
    }
}
