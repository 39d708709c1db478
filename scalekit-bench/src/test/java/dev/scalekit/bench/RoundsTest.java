package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;

final class RoundsTest {
    private static final List<Comparison> COMPARISONS = Catalogue.comparisons();

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @Test
    void in_each_round_each_subject_runs_once_and_the_results_are_its_forks() {
        List<Trial> order = new ArrayList<>();

        Map<Trial, RunResult> results = run(4, 1, order);

        int trials = COMPARISONS.stream().mapToInt(c -> c.trials().size()).sum();
        for (int round = 0; round < 4; round++) {
            assertThat(new HashSet<>(order.subList(round * trials, (round + 1) * trials)))
                    .hasSize(trials);
        }
        assertThat(results).hasSize(trials);
        assertThat(results.values()).allSatisfy(result -> {
            assertThat(result.getBenchmarkResults()).hasSize(4);
            assertThat(result.getParams().getForks()).isEqualTo(4);
        });
    }

    @Test
    void the_order_is_shuffled_and_fixed_by_the_seed() {
        List<Trial> one = new ArrayList<>();
        List<Trial> again = new ArrayList<>();
        List<Trial> other = new ArrayList<>();

        run(3, 1, one);
        run(3, 1, again);
        run(3, 2, other);

        assertThat(again).isEqualTo(one);
        assertThat(other).isNotEqualTo(one).containsExactlyInAnyOrderElementsOf(one);
        assertThat(one.subList(0, one.size() / 3)).isNotEqualTo(one.subList(one.size() / 3, one.size() / 3 * 2));
    }

    @Test
    void progress_says_the_round_and_what_is_left() {
        run(2, 1, new ArrayList<>());

        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("round 1 of 2: ")
                .containsPattern("round 2 of 2: .* \\(about \\d+ s left\\)");
    }

    private Map<Trial, RunResult> run(int rounds, long seed, List<Trial> order) {
        long[] seconds = new long[1];
        Progress shown = new Progress(
                new PrintStream(progress, true, StandardCharsets.UTF_8), () -> seconds[0]++ * 1_000_000_000L);
        Fork fork = trial -> {
            order.add(trial);
            return Samples.result(trial, order.size());
        };
        return new Rounds(rounds, seed, fork, shown).run(COMPARISONS);
    }
}
