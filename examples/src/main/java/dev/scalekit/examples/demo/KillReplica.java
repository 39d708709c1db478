package dev.scalekit.examples.demo;

import dev.scalekit.routing.NodeStanding;
import dev.scalekit.testkit.postgres.PgServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Kills one of the replicas by SIGKILL, starts it again, and measures what the customers notice of it. */
final class KillReplica implements Experiment {
    private static final long LOOK_MILLIS = 5;
    private static final long WITHOUT_MILLIS = Pace.millis(2_000);

    private final Database database;
    private final Watch watch;
    private final Losses losses;
    private final Customers customers;
    private final Timeline timeline;
    private final Lookout lookout;
    /** Each time another one. */
    private final AtomicInteger turn = new AtomicInteger();

    KillReplica(Database database, Watch watch, Losses losses, Customers customers, Timeline timeline) {
        this.database = database;
        this.watch = watch;
        this.losses = losses;
        this.customers = customers;
        this.timeline = timeline;
        this.lookout = new Lookout(customers, timeline.ticker(), LOOK_MILLIS);
    }

    /**
     * What was seen.
     *
     * @param out when it was known to be down, from the kill on
     * @param back when it was known as a replica again, from its start on
     */
    private record Seen(Optional<Long> out, Optional<Long> back, Window requests) {}

    @Override
    public String id() {
        return "kill-replica";
    }

    @Override
    public String title() {
        return "Kill a replica";
    }

    @Override
    public String about() {
        return "kill -9 of one of the replicas; it is started again " + WITHOUT_MILLIS / 1_000
                + " s after it was missed";
    }

    @Override
    public Outcome run(Consumer<String> progress) throws InterruptedException {
        database.revive();
        List<PgServer> replicas = database.replicas();
        PgServer victim = replicas.get(turn.getAndIncrement() % replicas.size());
        Losses.Before before = losses.before();
        int ordered = customers.ledger().acknowledgedCount();
        Seen seen = kill(victim, progress);
        return outcome(seen, customers.ledger().acknowledgedCount() - ordered, losses.since(before));
    }

    private Seen kill(PgServer victim, Consumer<String> progress) throws InterruptedException {
        try (Window requests = customers.requests().open()) {
            timeline.add(Timeline.Level.WARN, "kill -9 of " + victim.name() + ", a replica");
            long killed = timeline.ticker().nanos();
            victim.kill();
            progress.accept("waits until it is missed");
            Optional<Long> out = lookout.await(killed, () -> watch.stands(victim, NodeStanding.DOWN));
            progress.accept("looks at how it is without it");
            customers.pause(WITHOUT_MILLIS);
            progress.accept("starts it again");
            long start = timeline.ticker().nanos();
            victim.start();
            Optional<Long> back = lookout.await(start, () -> watch.stands(victim, NodeStanding.REPLICA));
            progress.accept("looks at what comes after");
            customers.pause(WITHOUT_MILLIS);
            return new Seen(out, back, requests);
        }
    }

    private static Outcome outcome(Seen seen, int ordered, Losses.Lost lost) {
        long failed = seen.requests().failures();
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("requests that failed", Figures.count(failed), "", Figures.BY_CUSTOMERS),
                new Figure(
                        "slowest answer",
                        Figures.number(seen.requests().percentile(100)),
                        "ms",
                        "of " + Figures.count(seen.requests().answered()) + " requests"),
                new Figure(
                        "missed after",
                        Lookout.seconds(seen.out()),
                        "s",
                        "from the kill on, by the operator's RoutingDataSource; whoever reads there is sent on before"),
                new Figure(
                        "known as a replica again after",
                        Lookout.seconds(seen.back()),
                        "s",
                        "from its start on, as above"),
                new Figure("orders acknowledged", Figures.count(ordered), "", "from the kill to the end")));
        figures.addAll(lost.all());
        return new Outcome(
                seen.out().isPresent() && seen.back().isPresent() && failed == 0,
                Figures.count(failed) + " requests failed; it was known as a replica again "
                        + Lookout.seconds(seen.back()) + " s after its start",
                figures);
    }
}
