package dev.scalekit.examples.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Has all replicas apply what they receive later, and measures what is read where meanwhile. */
final class DelayReplication implements Experiment {
    /** Less than a replica may be behind and still be read: so it is up to the cookies that nobody misses an order. */
    private static final Duration LATER = Duration.ofMillis(500);

    private static final long BEFORE_MILLIS = Pace.millis(2_000);
    private static final long LATE_MILLIS = Pace.millis(4_000);
    private static final long LOOK_MILLIS = 20;

    private final Database database;
    private final Watch watch;
    private final Losses losses;
    private final Customers customers;
    private final Timeline timeline;
    private final Lookout lookout;

    DelayReplication(Database database, Watch watch, Losses losses, Customers customers, Timeline timeline) {
        this.database = database;
        this.watch = watch;
        this.losses = losses;
        this.customers = customers;
        this.timeline = timeline;
        this.lookout = new Lookout(customers, timeline.ticker(), LOOK_MILLIS);
    }

    /**
     * A while, and what was done in it.
     *
     * @param onPrimary the part of all round trips that was to the primary, in percent
     */
    private record Look(Window requests, double onPrimary) {}

    @Override
    public String id() {
        return "delay-replication";
    }

    @Override
    public String title() {
        return "Delay replication";
    }

    @Override
    public String about() {
        return "the replicas apply every commit " + LATER.toMillis() + " ms later, for " + LATE_MILLIS / 1_000 + " s";
    }

    @Override
    public Outcome run(Consumer<String> progress) throws InterruptedException {
        progress.accept("looks at how it is before");
        Look before = look(BEFORE_MILLIS);
        progress.accept("the replicas are late");
        timeline.add(Timeline.Level.WARN, "the replicas apply every commit " + LATER.toMillis() + " ms later");
        Look late;
        Losses.Before begin = losses.before();
        Control control = new Control(customers.ledger());
        try {
            database.replicas().forEach(replica -> replica.delayReplay(LATER));
            late = look(LATE_MILLIS, control);
        } finally {
            database.replicas().forEach(replica -> replica.delayReplay(Duration.ZERO));
        }
        long end = timeline.ticker().nanos();
        Losses.Lost lost = losses.since(begin);
        timeline.add(Timeline.Level.INFO, "the replicas are as before");
        progress.accept("waits until they are no longer late");
        Optional<Long> asBefore = lookout.await(end, this::areClose);
        return outcome(before, late, control, asBefore, lost);
    }

    private Look look(long millis) throws InterruptedException {
        return look(millis, new Control(customers.ledger()));
    }

    private Look look(long millis, Control control) throws InterruptedException {
        long primary = database.roundTrips(database.primary());
        long all = database.roundTrips();
        long start = timeline.ticker().nanos();
        try (Window window = customers.requests().open()) {
            while (timeline.ticker().nanos() - start < millis * 1_000_000) {
                customers.pause(LOOK_MILLIS);
                control.look(database.replicas());
            }
            return new Look(
                    window,
                    100.0 * (database.roundTrips(database.primary()) - primary) / (database.roundTrips() - all));
        }
    }

    private boolean areClose() {
        return database.replicas().stream()
                .map(replica -> watch.status(replica).lag())
                .allMatch(lag -> lag != null && lag.compareTo(LATER.dividedBy(2)) < 0);
    }

    private static Outcome outcome(Look before, Look late, Control control, Optional<Long> asBefore, Losses.Lost lost) {
        long failed = late.requests().failures();
        List<Figure> figures = new ArrayList<>(List.of(
                lost.stale(),
                new Figure(
                        "without the cookie it might have been",
                        Figures.count(control.missing()),
                        "",
                        "newest acknowledged orders that a replica did not have, asked directly, of "
                                + Figures.count(control.asked())),
                new Figure("on the primary before", Figures.number(before.onPrimary()), "%", "of all round trips"),
                new Figure(
                        "on the primary, late replicas",
                        Figures.number(late.onPrimary()),
                        "%",
                        "as above: who has just written reads there"),
                new Figure(
                        "median page before", Figures.number(before.requests().percentile(50)), "ms", measured(before)),
                new Figure(
                        "median page, late replicas",
                        Figures.number(late.requests().percentile(50)),
                        "ms",
                        measured(late)),
                new Figure("requests that failed", Figures.count(failed), "", Figures.BY_CUSTOMERS),
                new Figure(
                        "close again within",
                        Lookout.seconds(asBefore),
                        "s",
                        "from the end of it on, by the operator's RoutingDataSource")));
        figures.add(lost.orders());
        figures.add(lost.sessions());
        return new Outcome(
                asBefore.isPresent() && failed == 0,
                lost.stale().value() + " stale reads of own orders; " + Figures.number(late.onPrimary())
                        + " % of the round trips were to the primary instead of " + Figures.number(before.onPrimary())
                        + " %",
                figures);
    }

    private static String measured(Look look) {
        return "measured by the customers, " + Figures.count(look.requests().answered()) + " requests";
    }
}
