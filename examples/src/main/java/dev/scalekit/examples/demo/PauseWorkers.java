package dev.scalekit.examples.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives the workers nothing for a while, as when they are being replaced, and measures what the customers feel of it. */
final class PauseWorkers implements Experiment {
    private static final long BEFORE_MILLIS = Pace.millis(2_000);
    private static final long PAUSED_MILLIS = Pace.millis(4_000);
    private static final long LOOK_MILLIS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ViewQueues queues;
    private final ViewAudit audit;
    private final Customers customers;
    private final Timeline timeline;

    PauseWorkers(ViewQueues queues, ViewAudit audit, Customers customers, Timeline timeline) {
        this.queues = queues;
        this.audit = audit;
        this.customers = customers;
        this.timeline = timeline;
    }

    /** What was seen for a while: the requests, and how long the queue was at most. */
    private record Seen(Window requests, long depth) {
        Figure depth(String name) {
            return new Figure(name, Figures.count(depth), "views", "all queues together, asked 20 times a second");
        }

        Figure percentile(String name, int percent) {
            return new Figure(
                    name,
                    Figures.number(requests.percentile(percent)),
                    "ms",
                    "measured by the customers, " + Figures.count(requests.answered()) + " requests");
        }
    }

    @Override
    public String id() {
        return "pause-workers";
    }

    @Override
    public String title() {
        return "Pause the workers";
    }

    @Override
    public String about() {
        return "the statistics workers get nothing for " + PAUSED_MILLIS / 1_000 + " s";
    }

    @Override
    public Outcome run(Consumer<String> progress) throws InterruptedException {
        progress.accept("looks at how it is before");
        Seen before = lookFor(BEFORE_MILLIS);
        progress.accept("the workers are paused");
        try (Window whole = customers.requests().open()) {
            Seen paused = paused();
            long resumed = timeline.ticker().nanos();
            timeline.add(Timeline.Level.INFO, "the workers go on");
            progress.accept("waits until the queue is as short as before");
            Optional<Long> drained = awaitDepth(Math.max(1, before.depth()));
            progress.accept("waits until all page views are counted");
            return outcome(before, paused, drained.map(at -> at - resumed), whole);
        }
    }

    private Seen paused() throws InterruptedException {
        timeline.add(Timeline.Level.WARN, "the workers are paused");
        try {
            if (!queues.pause(true)) {
                throw new IllegalStateException("Not every web server has paused its worker");
            }
            return lookFor(PAUSED_MILLIS);
        } finally {
            queues.pause(false);
        }
    }

    private Outcome outcome(Seen before, Seen paused, Optional<Long> drained, Window whole)
            throws InterruptedException {
        String seconds = drained.map(Figures::seconds).orElse("not within " + PATIENCE.toSeconds());
        List<Figure> figures = new ArrayList<>(List.of(
                before.depth("queue before, at most"),
                paused.depth("queue grew to"),
                before.percentile("median page before", 50),
                paused.percentile("median page, workers paused", 50),
                before.percentile("99 % before, at most", 99),
                paused.percentile("99 % paused, at most", 99),
                new Figure("requests that failed", Figures.count(whole.failures()), "", Figures.BY_CUSTOMERS),
                new Figure("drained in", seconds, "s", "from when they go on until the queue is as short as before")));
        figures.addAll(audit.figures());
        return new Outcome(
                drained.isPresent(),
                "The queue grew to " + Figures.count(paused.depth()) + " and was drained in " + seconds
                        + " s; pages took " + Figures.number(paused.requests().percentile(50)) + " ms instead of "
                        + Figures.number(before.requests().percentile(50)) + " ms",
                figures);
    }

    private Seen lookFor(long millis) throws InterruptedException {
        long end = timeline.ticker().nanos() + Duration.ofMillis(millis).toNanos();
        long depth = 0;
        try (Window window = customers.requests().open()) {
            while (timeline.ticker().nanos() - end < 0) {
                customers.pause(LOOK_MILLIS);
                queues.look();
                depth = Math.max(depth, queues.depth());
            }
            return new Seen(window, depth);
        }
    }

    /** Returns when the queue was first seen to be no longer than that, and handed out messages. */
    private Optional<Long> awaitDepth(long depth) throws InterruptedException {
        long deadline = timeline.ticker().nanos() + PATIENCE.toNanos();
        while (timeline.ticker().nanos() - deadline < 0) {
            boolean all = queues.look();
            if (queues.arePaused()) {
                // Not all have heard of it, or too late.
                queues.pause(false);
            } else if (all && queues.depth() <= depth) {
                return Optional.of(timeline.ticker().nanos());
            }
            customers.pause(LOOK_MILLIS);
        }
        return Optional.empty();
    }
}
