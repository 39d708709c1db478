package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.Component.Kind;
import dev.scalekit.examples.demo.Component.Link;
import dev.scalekit.examples.demo.Component.State;
import dev.scalekit.examples.demo.Experiment.Figure;
import dev.scalekit.examples.demo.Experiment.Outcome;
import dev.scalekit.examples.demo.Promise.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The architecture at the end of the road, as the page shows it, with nothing behind it: some of it is down, slow or
 * starting, one promise is broken, and an experiment has just ended.
 */
final class GrownSite implements AutoCloseable {
    static final String BROKEN = "acknowledged, but in no database: 4711, 4712";

    private final Site site = new Site(
            Path.of("unused"), Options.parse(List.of("--seed", "42"), Steps.ALL, 0), new Timeline(Ticker.system()));
    private final Operator operator;
    private final PageServer page;

    private GrownSite() throws IOException, InterruptedException {
        addComponents();
        site.add(new Latency());
        site.add(new Kept("orders-lost", "Acknowledged orders lost", new Verdict(1_234, 2, BROKEN)));
        site.add(new Kept("orders-doubled", "Orders doubled or invented", new Verdict(98_765, 0, "")));
        Experiment kill = new KillPrimary();
        site.add(kill);
        Auditor auditor = new Auditor(site.promises(), site.timeline());
        operator = new Operator(site.experiments(), auditor, site.timeline());
        operator.run(kill);
        Broadcast broadcast = new Broadcast(new Observer(site, auditor, operator));
        page = PageServer.start(0, broadcast, operator);
        broadcast.start();
    }

    /** Serves its page on any free port. */
    static GrownSite start() throws IOException, InterruptedException {
        return new GrownSite();
    }

    String address() {
        return "http://127.0.0.1:" + page.address().getPort();
    }

    List<Component> components() {
        return site.components();
    }

    FakeComponent component(String id) {
        return site.components().stream()
                .filter(component -> component.id().equals(id))
                .map(FakeComponent.class::cast)
                .findFirst()
                .orElseThrow();
    }

    void remove(String id) {
        site.remove(component(id));
    }

    void addThirdShard() {
        site.add(shard(3).is(State.STARTING, "takes rows over"));
        for (int web = 1; web <= 3; web++) {
            component("web" + web).sends(link("shard3", "statements", 12, null));
        }
    }

    private void addComponents() {
        site.add(new FakeComponent("customers", Kind.LOAD, "Customers")
                .is(State.UP, "250 visits a second")
                .knows("visits", "12,345")
                .knows("orders acknowledged", "12,001")
                .isArtificial("They are threads of this program, and share the processors with the servers.")
                .sends(link("edge", "requests", 1_234, null)));
        site.add(new FakeComponent("edge", Kind.EDGE, "Edge")
                .knows("hit ratio", "61.3 %")
                .sends(link("balancer", "requests", 478, null)));
        FakeComponent balancer = new FakeComponent("balancer", Kind.BALANCER, "Load balancer").knows("retried", "17");
        site.add(balancer);
        for (int number = 1; number <= 3; number++) {
            balancer.sends(link("web" + number, "requests", 159, null));
            site.add(web(number));
        }
        component("web2").is(State.DOWN, "killed, it is started again");
        component("web3").is(State.STARTING, "starts since 0.4 s");
        site.add(new FakeComponent("cache", Kind.CACHE, "Cache")
                .knows("hit ratio", "97.1 %")
                .sends(link("replica1", "queries", 31, null))
                .sends(link("replica2", "queries", 33, null)));
        site.add(new FakeComponent("primary", Kind.DATABASE, "Primary")
                .is(State.SLOW, "40 ms late")
                .knows("version", "18.6")
                .sends(link("replica1", "bytes", 48_213, null))
                .sends(link("replica2", "bytes", 48_213, "The distance is a delay of 40 ms in a proxy.")));
        site.add(new FakeComponent("replica1", Kind.REPLICA, "Replica 1").knows("lag", "2.1 ms"));
        site.add(new FakeComponent("replica2", Kind.REPLICA, "Replica 2")
                .is(State.SLOW, "8.2 s behind: it is not asked")
                .knows("lag", "8,214 ms"));
        FakeComponent queue = new FakeComponent("queue", Kind.QUEUE, "Queue").knows("waiting", "1,024");
        site.add(queue);
        for (int number = 1; number <= 2; number++) {
            queue.sends(link("worker" + number, "messages", 24, null));
            site.add(new FakeComponent("worker" + number, Kind.WORKER, "Worker " + number)
                    .knows("confirmed", "5,210")
                    .sends(link("shard1", "statements", 24, null))
                    .sends(link("shard2", "statements", 24, null)));
            site.add(shard(number));
        }
    }

    private FakeComponent web(int number) {
        return new FakeComponent("web" + number, Kind.WEB, "Web server " + number)
                .knows("process", "2172" + number)
                .knows("sessions", "in the database")
                .sends(link("cache", "reads", 640, null))
                .sends(link("primary", "statements", 52, null))
                .sends(link("queue", "messages", 16, null))
                .sends(link("shard1", "statements", 18, null))
                .sends(link("shard2", "statements", 18, null));
    }

    private static FakeComponent shard(int number) {
        return new FakeComponent("shard" + number, Kind.DATABASE, "Shard " + number).knows("orders", "6,120");
    }

    private Link link(String to, String unit, int perSecond, @Nullable String artificial) {
        return new Link(
                to, unit, "counted by who sends", () -> (long) (site.timeline().seconds() * perSecond), artificial);
    }

    /** Three lines, the last of which has a value only now and then. */
    private final class Latency implements Chart {
        @Override
        public String id() {
            return "latency";
        }

        @Override
        public String title() {
            return "Time to answer";
        }

        @Override
        public String unit() {
            return "ms";
        }

        @Override
        public Scale scale() {
            return Scale.LOG;
        }

        @Override
        public List<String> series() {
            return List.of("p50", "p99", "p99.9");
        }

        @Override
        public String source() {
            return "measured by nobody";
        }

        @Override
        public double[] sample() {
            double second = site.timeline().seconds();
            return new double[] {4 + Math.sin(second), 40 + 9 * Math.cos(second), second % 2 < 1 ? Double.NaN : 200};
        }
    }

    /** Finds what it was told. */
    private record Kept(String id, String title, Verdict verdict) implements Promise {
        @Override
        public String unit() {
            return "orders";
        }

        @Override
        public String how() {
            return "counted by a connection of its own";
        }

        @Override
        public Verdict check() {
            return verdict;
        }
    }

    /** Ends at once. */
    private static final class KillPrimary implements Experiment {
        @Override
        public String id() {
            return "kill-primary";
        }

        @Override
        public String title() {
            return "Kill the primary";
        }

        @Override
        public String about() {
            return "kill -9 of the primary; a replica is promoted";
        }

        @Override
        public Outcome run(Consumer<String> progress) {
            return new Outcome(
                    true,
                    "No order for 1.24 s",
                    List.of(new Figure("requests that failed", "12", "", "counted by nobody")));
        }
    }

    @Override
    public void close() {
        operator.close();
        page.close();
    }
}
