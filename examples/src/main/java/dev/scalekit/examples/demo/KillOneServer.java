package dev.scalekit.examples.demo;

import dev.scalekit.routing.balance.BalancerStats;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Kills one of the web servers by SIGKILL, and measures what the customers notice of it. */
final class KillOneServer implements Experiment {
    private static final long LOOK_MILLIS = 2;
    /** How long is looked at what the customers meet once the server is back. */
    private static final long AFTERMATH_MILLIS = Pace.millis(2_000);

    private final WebFarm farm;
    private final Customers customers;
    private final Timeline timeline;
    private final Lookout lookout;
    /** Each time another one. */
    private final AtomicInteger turn = new AtomicInteger();

    KillOneServer(WebFarm farm, Customers customers, Timeline timeline) {
        this.farm = farm;
        this.customers = customers;
        this.timeline = timeline;
        this.lookout = new Lookout(customers, timeline.ticker(), LOOK_MILLIS);
    }

    /**
     * What was seen. All times are from the kill on.
     *
     * @param out when it was out of rotation
     * @param back when it was in again
     * @param afterwards the requests that ended after it was out
     */
    private record Seen(Optional<Long> out, Optional<Long> back, Window all, Window afterwards) {}

    @Override
    public String id() {
        return "kill-web-server";
    }

    @Override
    public String title() {
        return "Kill a web server";
    }

    @Override
    public String about() {
        return "kill -9 of one of the processes; a watchdog starts it again";
    }

    @Override
    public Outcome run(Consumer<String> progress) throws InterruptedException {
        WebServer victim =
                farm.servers().get(turn.getAndIncrement() % farm.servers().size());
        SessionLedger sessions = customers.ledger().sessions();
        long lost = sessions.lostCount();
        long loggedIn = customers.loggedIn();
        long retries = stats().retries();
        Seen seen = kill(victim, progress);
        return outcome(
                seen,
                stats().retries() - retries,
                new Figure("customers logged in at the kill", Figures.count(loggedIn), "", Figures.BY_CUSTOMERS),
                new Figure("sessions lost", Figures.count(sessions.lostCount() - lost), "", Figures.BY_CUSTOMERS));
    }

    private Seen kill(WebServer victim, Consumer<String> progress) throws InterruptedException {
        try (Window all = customers.requests().open()) {
            timeline.add(Timeline.Level.WARN, "kill -9 of " + victim.label());
            long killed = timeline.ticker().nanos();
            victim.kill();
            progress.accept("waits until it is out of rotation");
            Optional<Long> out = lookout.await(killed, () -> !farm.isUp(victim.id()));
            try (Window afterwards = customers.requests().open()) {
                progress.accept("waits until it is back");
                Optional<Long> back = lookout.await(killed, () -> farm.isUp(victim.id()));
                progress.accept("looks at what comes after");
                customers.pause(AFTERMATH_MILLIS);
                return new Seen(out, back, all, afterwards);
            }
        }
    }

    private static Outcome outcome(Seen seen, long retries, Figure loggedIn, Figure lost) {
        long failed = seen.all().idempotentFailures();
        String back = Lookout.seconds(seen.back());
        return new Outcome(
                seen.out().isPresent()
                        && seen.back().isPresent()
                        && seen.afterwards().idempotentFailures() == 0,
                Figures.count(failed) + " requests failed that could be sent again, " + lost.value()
                        + " sessions lost; back in " + back + " s",
                List.of(
                        new Figure("idempotent requests that failed", Figures.count(failed), "", Figures.BY_CUSTOMERS),
                        new Figure(
                                "after it was out of rotation",
                                Figures.count(seen.afterwards().idempotentFailures()),
                                "",
                                Figures.BY_CUSTOMERS),
                        new Figure(
                                "others that failed",
                                Figures.count(seen.all().failures() - failed),
                                "",
                                "logins: sent again, one would leave a session that nobody has"),
                        new Figure("requests sent again", Figures.count(retries), "", "counted by the balancer"),
                        new Figure(
                                "out of rotation after",
                                Lookout.seconds(seen.out()),
                                "s",
                                "from the kill on, by the balancer's topology, looked at 500 times a second"),
                        new Figure("back in rotation after", back, "s", "as above; then it gets more by and by"),
                        loggedIn,
                        lost));
    }

    private BalancerStats stats() {
        return farm.balancer().stats();
    }
}
