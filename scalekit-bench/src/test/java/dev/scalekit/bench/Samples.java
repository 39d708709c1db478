package dev.scalekit.bench;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.results.RunResult;
import tools.jackson.databind.node.ArrayNode;

/** Results that nobody measured. */
final class Samples {
    static final Machine MACHINE = new Machine("Example(R) CPU @ 3.0", 2, 24L << 30, "Linux 6", "Example", "17.0.1");

    private Samples() {}

    static Label.Run run(boolean quick, String date) {
        return new Label.Run(Instant.parse(date), "./bench sample --seed 1", quick, 3, 1, MACHINE);
    }

    /** One round of a subject: every operation took so many nanoseconds. */
    static RunResult result(Trial trial, double nanos) {
        return RunResults.of(trial, Effort.QUICK, load(nanos));
    }

    /** Every operation took so many nanoseconds. */
    static LoadResult load(double nanos) {
        return new LoadResult(1_000, 0, 1e9 / nanos, nanos, nanos, nanos, nanos, nanos, nanos, 24, Map.of());
    }

    /** The first comparison of a class, with the given nanoseconds a round for each subject in table order. */
    static ArrayNode json(Class<?> type, Label.Run run, double[]... rounds) {
        Comparison comparison = Comparison.of(type).get(0);
        Map<Label, RunResult> results = new LinkedHashMap<>();
        for (int i = 0; i < rounds.length; i++) {
            Trial trial = comparison.trials().get(i);
            List<RunResult> forks = DoubleStream.of(rounds[i])
                    .mapToObj(nanos -> result(trial, nanos))
                    .toList();
            results.put(comparison.label(trial, run), RunResults.merge(forks));
        }
        return ResultFile.json(results);
    }

    /** Ours, a peer and the limit. */
    @Compare(module = "sample", title = "Doing nothing", reference = "limit", threads = 1, note = "Only a sample.")
    static final class Sample {
        @Subject(name = "ours", role = Role.OURS)
        @Goal(speed = 0.9, of = "peer")
        Operation ours(int thread) {
            return () -> {};
        }

        @Subject(name = "a peer", role = Role.PEER)
        Operation peer(int thread) {
            return () -> {};
        }

        @Subject(name = "the limit", role = Role.LIMIT)
        Operation limit(int thread) {
            return () -> {};
        }
    }
}
