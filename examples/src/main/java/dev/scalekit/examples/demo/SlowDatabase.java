package dev.scalekit.examples.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes every round trip to the database slow for a while, as a crowded network or a busy disk does. */
final class SlowDatabase implements Experiment {
    private static final Duration EACH_WAY = Duration.ofMillis(20);
    private static final long BEFORE_MILLIS = Pace.millis(2_000);
    private static final long SLOW_MILLIS = Pace.millis(4_000);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Database database;
    private final Customers customers;
    private final Timeline timeline;

    SlowDatabase(Database database, Customers customers, Timeline timeline) {
        this.database = database;
        this.customers = customers;
        this.timeline = timeline;
    }

    @Override
    public String id() {
        return "slow-database";
    }

    @Override
    public String title() {
        return "Slow database";
    }

    @Override
    public String about() {
        return "each round trip to the database takes " + 2 * EACH_WAY.toMillis() + " ms longer for "
                + SLOW_MILLIS / 1_000 + " s";
    }

    @Override
    public Outcome run(Consumer<String> progress) throws InterruptedException {
        progress.accept("looks at how it is before");
        Window before = lookFor(BEFORE_MILLIS);
        progress.accept("the database is slow");
        try (Window whole = customers.requests().open()) {
            Window slow = makeSlow();
            return measure(progress, before, slow, whole);
        }
    }

    private Window makeSlow() throws InterruptedException {
        timeline.add(Timeline.Level.WARN, "the database answers " + 2 * EACH_WAY.toMillis() + " ms late");
        database.delay(EACH_WAY);
        try {
            return lookFor(SLOW_MILLIS);
        } finally {
            database.delay(Duration.ZERO);
        }
    }

    private Outcome measure(Consumer<String> progress, Window before, Window slow, Window whole)
            throws InterruptedException {
        long ended = timeline.ticker().nanos();
        timeline.add(Timeline.Level.INFO, "the database is as before");
        progress.accept("waits until pages are as quick as before");
        Optional<Long> asBefore = awaitAsBefore(before.percentile(50));
        String recovery = asBefore.map(at -> Figures.seconds(at - ended)).orElse("not within " + PATIENCE.toSeconds());
        return new Outcome(
                asBefore.isPresent(),
                "Pages took " + Figures.number(slow.percentile(50)) + " ms instead of "
                        + Figures.number(before.percentile(50)) + " ms",
                List.of(
                        new Figure("median page before", Figures.number(before.percentile(50)), "ms", measured(before)),
                        new Figure(
                                "median page, slow database",
                                Figures.number(slow.percentile(50)),
                                "ms",
                                measured(slow)),
                        new Figure(
                                "99 % before, at most", Figures.number(before.percentile(99)), "ms", measured(before)),
                        new Figure("99 % slow, at most", Figures.number(slow.percentile(99)), "ms", measured(slow)),
                        new Figure("requests that failed", Figures.count(whole.failures()), "", Figures.BY_CUSTOMERS),
                        new Figure(
                                "as before within",
                                recovery,
                                "s",
                                "looked at by the half second: the first whose median is below twice the one before")));
    }

    private static String measured(Window window) {
        return "measured by the customers, " + Figures.count(window.answered()) + " requests";
    }

    private Window lookFor(long millis) throws InterruptedException {
        try (Window window = customers.requests().open()) {
            customers.pause(millis);
            return window;
        }
    }

    /** Returns when the first half second ended whose median is below twice the given one. */
    private Optional<Long> awaitAsBefore(double median) throws InterruptedException {
        long deadline = timeline.ticker().nanos() + PATIENCE.toNanos();
        while (timeline.ticker().nanos() - deadline < 0) {
            if (lookFor(500).percentile(50) < 2 * median) {
                return Optional.of(timeline.ticker().nanos());
            }
        }
        return Optional.empty();
    }
}
