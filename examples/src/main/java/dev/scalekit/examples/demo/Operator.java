package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.Experiment.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hand that presses the buttons: runs one experiment at a time. Thread-safe. */
final class Operator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Operator.class);

    private final List<Experiment> experiments;
    private final Auditor auditor;
    private final Timeline timeline;
    private final Map<String, Result> results = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Running> running = new AtomicReference<>();
    private final ExecutorService hand =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "scalekit-demo-operator"));

    Operator(List<Experiment> experiments, Auditor auditor, Timeline timeline) {
        this.experiments = experiments;
        this.auditor = auditor;
        this.timeline = timeline;
    }

    /**
     * An experiment that is under way.
     *
     * @param progress what it waits for
     */
    record Running(String id, String progress) {}

    /**
     * What came of an experiment.
     *
     * @param at when it ended, in seconds since the start
     * @param promisesHeld whether every promise was checked afterwards, and held
     */
    record Result(double at, Outcome outcome, boolean promisesHeld) {
        boolean isGood() {
            return promisesHeld && outcome.recovered();
        }
    }

    Optional<Running> running() {
        return Optional.ofNullable(running.get());
    }

    /** Returns what came of an experiment the last time; empty if it has not been run yet. */
    Optional<Result> result(Experiment experiment) {
        return Optional.ofNullable(results.get(experiment.id()));
    }

    /**
     * Starts an experiment; it goes on while this returns.
     *
     * @return why not; empty if it has started
     */
    Optional<String> start(String id) {
        Optional<Experiment> wanted =
                experiments.stream().filter(e -> e.id().equals(id)).findFirst();
        if (wanted.isEmpty()) {
            return Optional.of("there is no experiment " + id);
        }
        if (!running.compareAndSet(null, new Running(id, "begins"))) {
            return Optional.of("one experiment at a time: another one runs");
        }
        hand.execute(() -> measureToTheEnd(wanted.get()));
        return Optional.empty();
    }

    /** Runs an experiment on the calling thread. */
    Result run(Experiment experiment) throws InterruptedException {
        if (!running.compareAndSet(null, new Running(experiment.id(), "begins"))) {
            throw new IllegalStateException("One experiment at a time: another one runs");
        }
        return measure(experiment);
    }

    private Result measure(Experiment experiment) throws InterruptedException {
        try {
            return conclude(experiment, outcome(experiment));
        } finally {
            running.set(null);
        }
    }

    private Outcome outcome(Experiment experiment) throws InterruptedException {
        try {
            return experiment.run(progress -> running.set(new Running(experiment.id(), progress)));
        } catch (RuntimeException e) {
            LOG.error("{} failed", experiment.title(), e);
            return new Outcome(false, "It failed: " + e, List.of());
        }
    }

    private Result conclude(Experiment experiment, Outcome outcome) throws InterruptedException {
        running.set(new Running(experiment.id(), "checks the promises"));
        Result result = new Result(timeline.seconds(), outcome, auditor.checkInTheEnd());
        results.put(experiment.id(), result);
        timeline.add(
                result.isGood() ? Timeline.Level.GOOD : Timeline.Level.BAD,
                experiment.title() + ": " + outcome.headline());
        return result;
    }

    private void measureToTheEnd(Experiment experiment) {
        try {
            measure(experiment);
        } catch (InterruptedException e) {
            timeline.add(Timeline.Level.INFO, experiment.title() + " was ended before it was over");
            Thread.currentThread().interrupt();
        }
    }

    /** Ends an experiment that runs. */
    @Override
    public void close() {
        hand.shutdownNow();
        Closing.join(hand, "the operator");
    }
}
