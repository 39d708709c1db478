package dev.scalekit.examples.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Changes a price through one web server, and measures when each of them shows the new one. */
final class ChangePrice implements Experiment {
    private static final long LOOK_MILLIS = 10;

    private final PriceCheck prices;
    private final Timeline timeline;
    private final Lookout lookout;
    /** Each time through another one. */
    private final AtomicInteger turn = new AtomicInteger();

    ChangePrice(PriceCheck prices, Customers customers, Timeline timeline) {
        this.prices = prices;
        this.timeline = timeline;
        this.lookout = new Lookout(customers, timeline.ticker(), LOOK_MILLIS);
    }

    /**
     * Servers that are looked at until each shows a price.
     *
     * @param since when the price was acknowledged
     * @param seen by the id of the server, when it showed it for the first time, from then on
     */
    private record Look(int product, long cents, long since, Map<String, Long> seen) {}

    @Override
    public String id() {
        return "change-price";
    }

    @Override
    public String title() {
        return "Change a price";
    }

    @Override
    public String about() {
        return "a price is changed through one web server; it invalidates it in its cache, within a fence, and tells nobody";
    }

    @Override
    public Outcome run(Consumer<String> progress) throws InterruptedException {
        List<WebServer> servers = prices.servers();
        WebServer through = servers.get(turn.getAndIncrement() % servers.size());
        Optional<Integer> product = prices.another(through);
        if (product.isEmpty()) {
            return notDone(through);
        }
        progress.accept("has all of them show the old price");
        servers.forEach(server -> prices.look(product.get(), server));
        long sent = timeline.ticker().nanos();
        Optional<Long> acknowledged = prices.change(product.get(), through);
        if (acknowledged.isEmpty()) {
            return notDone(through);
        }
        timeline.add(Timeline.Level.INFO, through.label() + " has changed a price");
        long cents = prices.ledger().price(product.get()).orElseThrow();
        Look look = new Look(product.get(), cents, acknowledged.get(), new HashMap<>());
        look(look, List.of(through));
        progress.accept("waits until the others show the new one");
        Optional<Long> all = lookout.await(look.since(), () -> look(look, servers));
        return outcome(through, look, acknowledged.get() - sent, all);
    }

    private static Outcome notDone(WebServer through) {
        return new Outcome(false, "Not done: " + through.label() + " did not answer", List.of());
    }

    /** Looks at those that have not shown it yet; returns whether all have by now. */
    private boolean look(Look look, List<WebServer> servers) {
        for (WebServer server : servers) {
            if (!look.seen().containsKey(server.id())
                    && prices.look(look.product(), server).equals(Optional.of(look.cents()))) {
                look.seen().put(server.id(), timeline.ticker().nanos() - look.since());
            }
        }
        return servers.stream().allMatch(server -> look.seen().containsKey(server.id()));
    }

    private Outcome outcome(WebServer through, Look look, long took, Optional<Long> all) {
        long bound = prices.ledger().bound().toNanos();
        String last = Lookout.seconds(all);
        Optional<Long> there = Optional.ofNullable(look.seen().get(through.id()));
        Optional<Long> first = look.seen().entrySet().stream()
                .filter(seen -> !seen.getKey().equals(through.id()))
                .map(Map.Entry::getValue)
                .min(Long::compare);
        String stated = "at most " + Figures.seconds(bound) + " s are stated";
        return new Outcome(
                there.isPresent() && all.isPresent() && all.get() < bound,
                through.label() + " showed it after " + Lookout.seconds(there) + " s, all of them after " + last
                        + " s; " + stated,
                List.of(
                        new Figure(
                                "acknowledged in",
                                Figures.number(took / 1e6),
                                "ms",
                                "by " + through.label() + ": on disk, and its cache does not have the old one"),
                        new Figure("shown there after", Lookout.seconds(there), "s", "from then on; the first look"),
                        new Figure(
                                "by the first of the others after",
                                Lookout.seconds(first),
                                "s",
                                "looked at 100 times a second at most, past the balancer"),
                        new Figure("by the last of them after", last, "s", stated + ", as nobody tells the others")));
    }
}
