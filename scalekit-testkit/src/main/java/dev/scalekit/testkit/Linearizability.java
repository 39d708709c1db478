package dev.scalekit.testkit;

import static java.util.Objects.requireNonNull;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Has Lincheck run operations of two threads at once, in scenarios that it draws, and requires that each outcome is one that
 * they also have one after the other. It draws the same scenarios each time. A module that uses it declares Lincheck itself,
 * with the JVM's options that Lincheck needs. Thread-safe.
 */
public enum Linearizability {
    /** Switches threads itself, and so meets what is rare; but as if what one writes were at once seen by all. */
    BY_MODEL_CHECKING(25, 20, 1_000) {
        @Override
        Options<?, ?> options() {
            return new ModelCheckingOptions();
        }
    },
    /** On threads and memory as they are. */
    BY_STRESS(5, 50, 10_000) {
        @Override
        Options<?, ?> options() {
            return new StressOptions();
        }
    };

    private static final int MOST_SCENARIOS = 100;

    private final int scenarios;
    private final int runs;
    private final int mostRuns;

    /** @param runs of each scenario */
    Linearizability(int scenarios, int runs, int mostRuns) {
        this.scenarios = scenarios;
        this.runs = runs;
        this.mostRuns = mostRuns;
    }

    abstract Options<?, ?> options();

    /**
     * Requires it, and writes down that it was shown.
     *
     * @param claim what the line in the evidence is called, like {@code queue.linearizability}
     * @param operations a public class with a public constructor, whose operations are annotated
     * @throws AssertionError if an outcome was seen that they do not have one after the other; has the scenario
     */
    public void require(String claim, Class<?> operations) {
        // Lincheck has a seed of its own, always the same.
        try (Tally tally = Tally.of(requireNonNull(claim, "claim"), 0)) {
            tally.count(() -> check(
                    options(),
                    operations,
                    Math.min(MOST_SCENARIOS, Effort.scaled(scenarios)),
                    Math.min(mostRuns, Effort.scaled(runs))));
        }
    }

    /** Does what {@link #require} does, as often as in an ordinary run, and writes nothing: for bugs that are planted. */
    public void check(Class<?> operations) {
        // Whoever has planted a bug knows what it is without the smallest scenario, which takes long to find.
        check(options().minimizeFailedScenario(false), operations, scenarios, runs);
    }

    private static void check(Options<?, ?> options, Class<?> operations, int scenarioCount, int runCount) {
        options.iterations(scenarioCount)
                .invocationsPerIteration(runCount)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .check(operations);
    }
}
