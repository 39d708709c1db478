package dev.scalekit.examples.demo;

import dev.scalekit.routing.NodeStanding;
import dev.scalekit.testkit.postgres.PgServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Kills the primary by SIGKILL, promotes a replica, has the dead one come back as a replica, and measures all of it. */
final class KillPrimary implements Experiment {
    private static final long LOOK_MILLIS = 2;
    private static final long AFTERMATH_MILLIS = Pace.millis(2_000);

    private final Database database;
    private final Watch watch;
    private final Losses losses;
    private final Customers customers;
    private final Timeline timeline;
    private final Lookout lookout;

    KillPrimary(Database database, Watch watch, Losses losses, Customers customers, Timeline timeline) {
        this.database = database;
        this.watch = watch;
        this.losses = losses;
        this.customers = customers;
        this.timeline = timeline;
        this.lookout = new Lookout(customers, timeline.ticker(), LOOK_MILLIS);
    }

    /**
     * What was seen. All times are from the kill on.
     *
     * @param promoted the new primary
     * @param ready when it took writes, and a replica followed it
     * @param pause for how long no order was acknowledged at most, until the end of the look; empty if none was after that
     * @param back when the old one was read
     * @param afterwards the requests that ended after that
     */
    private record Seen(
            Optional<PgServer> promoted,
            long ready,
            Optional<Long> pause,
            Optional<Long> back,
            Window all,
            Window afterwards) {}

    @Override
    public String id() {
        return "kill-primary";
    }

    @Override
    public String title() {
        return "Kill the primary and promote";
    }

    @Override
    public String about() {
        return "kill -9 of the primary; the replica is promoted that PromotionAdvisor names, at once, and the dead one comes"
                + " back as a replica, by a fresh copy";
    }

    @Override
    public Outcome run(Consumer<String> progress) throws InterruptedException {
        database.revive();
        progress.accept("waits until both replicas follow");
        Optional<Long> both = lookout.await(timeline.ticker().nanos(), this::allFollow);
        if (both.isEmpty()) {
            return new Outcome(false, "Not done: a replica did not follow", List.of());
        }
        Losses.Before before = losses.before();
        Seen seen = kill(progress);
        return outcome(seen, losses.since(before));
    }

    private boolean allFollow() {
        return database.replicas().stream().allMatch(replica -> watch.stands(replica, NodeStanding.REPLICA));
    }

    private Seen kill(Consumer<String> progress) throws InterruptedException {
        PgServer old = database.primary();
        try (Window all = customers.requests().open()) {
            timeline.add(Timeline.Level.WARN, "kill -9 of " + old.name() + ", the primary");
            long killed = timeline.ticker().nanos();
            customers.orders().begin();
            old.kill();
            progress.accept("promotes a replica");
            Optional<PgServer> promoted = new Promotion(database, watch, lookout, timeline).promote();
            long ready = timeline.ticker().nanos() - killed;
            progress.accept("waits for the next order");
            int ordered = customers.ledger().acknowledgedCount();
            Optional<Long> again =
                    lookout.await(killed, () -> customers.ledger().acknowledgedCount() > ordered);
            progress.accept("waits until " + old.name() + " is back");
            promoted.ifPresentOrElse(old::rejoin, old::start);
            Optional<Long> back = lookout.await(killed, this::allFollow);
            try (Window afterwards = customers.requests().open()) {
                progress.accept("looks at what comes after");
                customers.pause(AFTERMATH_MILLIS);
                Optional<Long> pause = again.map(any -> customers.orders().longestNanos());
                return new Seen(promoted, ready, pause, back, all, afterwards);
            }
        }
    }

    private static Outcome outcome(Seen seen, Losses.Lost lost) {
        long failed = seen.all().failures();
        String outage = Lookout.seconds(seen.pause());
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure(
                        "no order acknowledged for",
                        outage,
                        "s",
                        "the longest time between two, until the end of the look, measured by the customers"),
                new Figure(
                        "promoted, and followed, after",
                        Figures.seconds(seen.ready()),
                        "s",
                        seen.promoted().map(PgServer::name).orElse("nobody") + "; the operator acts at once"),
                new Figure("requests that failed", Figures.count(failed), "", Figures.BY_CUSTOMERS),
                new Figure(
                        "of them after all was back",
                        Figures.count(seen.afterwards().failures()),
                        "",
                        Figures.BY_CUSTOMERS),
                new Figure(
                        "slowest answer",
                        Figures.number(seen.all().percentile(100) / 1_000),
                        "s",
                        "of " + Figures.count(seen.all().answered()) + " requests"),
                new Figure(
                        "the old one back after",
                        Lookout.seconds(seen.back()),
                        "s",
                        "as a replica, by the operator's RoutingDataSource")));
        figures.addAll(lost.all());
        return new Outcome(
                seen.promoted().isPresent()
                        && seen.pause().isPresent()
                        && seen.back().isPresent()
                        && seen.afterwards().failures() == 0,
                "No order for " + outage + " s, " + Figures.count(failed) + " requests failed, "
                        + lost.orders().value() + " acknowledged orders lost",
                figures);
    }
}
