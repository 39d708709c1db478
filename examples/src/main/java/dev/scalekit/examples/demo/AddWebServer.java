package dev.scalekit.examples.demo;

import dev.scalekit.routing.balance.Drained;
import dev.scalekit.routing.balance.EndpointStats;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts one more web server, lets it bear its part of the load, and takes it away again. */
final class AddWebServer implements Experiment {
    private static final long LOOK_MILLIS = 5;
    private static final long MEASURED_MILLIS = Pace.millis(3_000);
    static final String NAME = "web4";

    private final WebFarm farm;
    private final Customers customers;
    private final Timeline timeline;
    private final Lookout lookout;

    AddWebServer(WebFarm farm, Customers customers, Timeline timeline) {
        this.farm = farm;
        this.customers = customers;
        this.timeline = timeline;
        this.lookout = new Lookout(customers, timeline.ticker(), LOOK_MILLIS);
    }

    /**
     * What the new server did while it was there.
     *
     * @param first when it gave its first good answer, from its start on
     * @param full when it weighed as much as the others, from its first answer on
     * @param share which part of all requests it then got, in percent
     * @param end what had come of its requests before it was drained
     */
    private record Served(Optional<Long> first, Optional<Long> full, double share, EndpointStats end) {}

    @Override
    public String id() {
        return "add-web-server";
    }

    @Override
    public String title() {
        return "Add a web server";
    }

    @Override
    public String about() {
        return "a fourth one is started, takes more and more requests until it has its share, and goes again";
    }

    @Override
    public Outcome run(Consumer<String> progress) throws InterruptedException {
        try (Window all = customers.requests().open()) {
            progress.accept("starts it");
            long start = timeline.ticker().nanos();
            WebServer added = farm.add(NAME);
            try {
                Served served = serve(start, progress);
                progress.accept("drains it");
                timeline.add(Timeline.Level.INFO, added.label() + " is drained");
                return outcome(served, farm.retire(added), all);
            } finally {
                farm.remove(added);
            }
        }
    }

    private Served serve(long start, Consumer<String> progress) throws InterruptedException {
        progress.accept("waits for its first answer");
        Optional<Long> first = lookout.await(start, () -> stats().successes() > 0);
        timeline.add(Timeline.Level.GOOD, "The fourth web server answers");
        progress.accept("waits until it has its share");
        Optional<Long> full = lookout.await(
                timeline.ticker().nanos(),
                () -> farm.status(NAME)
                        .filter(status -> status.effectiveWeight() >= status.weight())
                        .isPresent());
        progress.accept("looks at its share");
        long its = farm.requests(NAME);
        long before = everybodys();
        customers.pause(MEASURED_MILLIS);
        double share = 100.0 * (farm.requests(NAME) - its) / (everybodys() - before);
        return new Served(first, full, share, stats());
    }

    private EndpointStats stats() {
        return farm.stats(NAME).orElseThrow();
    }

    private long everybodys() {
        return farm.servers().stream()
                .mapToLong(server -> farm.requests(server.id()))
                .sum();
    }

    private static Outcome outcome(Served served, Drained drained, Window all) {
        String first = Lookout.seconds(served.first());
        long errors = served.end().localFailures() + served.end().externalFailures();
        return new Outcome(
                served.first().isPresent() && served.full().isPresent() && drained.left() == 0 && errors == 0,
                "First answer after " + first + " s, " + Figures.number(served.share()) + " % of the requests, "
                        + Figures.count(errors) + " errors, " + drained.left() + " cut off",
                List.of(
                        new Figure(
                                "from its start to its first answer",
                                first,
                                "s",
                                "its process starts meanwhile, and two probes are answered"),
                        new Figure(
                                "from there to its full weight",
                                Lookout.seconds(served.full()),
                                "s",
                                "slow start, by the balancer's topology"),
                        new Figure(
                                "its share then",
                                Figures.number(served.share()),
                                "%",
                                "counted by the balancer for " + MEASURED_MILLIS / 1_000 + " s; a fourth is 25 %"),
                        new Figure("its errors", Figures.count(errors), "", "counted by the balancer"),
                        new Figure(
                                "drained in", Figures.seconds(drained.took().toNanos()), "s", "told by the balancer"),
                        new Figure(
                                "in flight at the end of that",
                                Integer.toString(drained.left()),
                                "",
                                "told by the balancer; then the process is ended"),
                        new Figure("requests that failed", Figures.count(all.failures()), "", Figures.BY_CUSTOMERS)));
    }
}
