package dev.scalekit.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.openjdk.jmh.results.RunResult;

/**
 * Runs comparisons in rounds. In each round each subject runs once, in a JVM of its own; the comparisons come in
 * shuffled order, and so do the subjects within each.
 *
 * <p>Running one subject to the end and then the next would credit the difference between a quiet and a busy minute of
 * the machine to one of them. In a round the subjects of a comparison are seconds apart, so the quotient of two of them
 * within the round is what can be trusted. Not thread-safe.
 */
final class Rounds {
    private final int rounds;
    private final Random random;
    private final Fork fork;
    private final Progress progress;

    /** Creates the rounds; the same seed gives the same order. */
    Rounds(int rounds, long seed, Fork fork, Progress progress) {
        this.rounds = rounds;
        this.random = new Random(seed);
        this.fork = fork;
        this.progress = progress;
    }

    /**
     * Runs everything.
     *
     * @return for each row, in the order of the tables, one result with a fork for each round
     * @throws BenchmarkFailedException at the first benchmark that fails
     */
    Map<Trial, RunResult> run(List<Comparison> comparisons) {
        Map<Trial, List<RunResult>> results = new LinkedHashMap<>();
        for (Comparison comparison : comparisons) {
            comparison.trials().forEach(trial -> results.put(trial, new ArrayList<>()));
        }
        progress.begin(rounds, results.size());
        for (int round = 0; round < rounds; round++) {
            for (Comparison comparison : shuffled(comparisons)) {
                progress.next(round + 1, comparison);
                for (Trial trial : shuffled(comparison.trials())) {
                    results.computeIfAbsent(trial, any -> new ArrayList<>()).add(fork.run(trial));
                    progress.done();
                }
            }
        }
        Map<Trial, RunResult> merged = new LinkedHashMap<>();
        results.forEach((trial, forks) -> merged.put(trial, RunResults.merge(forks)));
        return merged;
    }

    private <T> List<T> shuffled(List<T> inOrder) {
        List<T> copy = new ArrayList<>(inOrder);
        Collections.shuffle(copy, random);
        return copy;
    }
}
