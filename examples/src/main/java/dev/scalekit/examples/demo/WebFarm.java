package dev.scalekit.examples.demo;

import dev.scalekit.routing.balance.Drained;
import dev.scalekit.routing.balance.EndpointState;
import dev.scalekit.routing.balance.EndpointStats;
import dev.scalekit.routing.balance.EndpointStatus;
import dev.scalekit.routing.balance.HttpProbe;
import dev.scalekit.routing.balance.LoadBalancer;
import dev.scalekit.routing.balance.LoadBalancerBuilder;
import dev.scalekit.testkit.Await;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Web servers that do the same, and the balancer that knows them: they come, are set up anew and go while it has requests
 * for the others. Thread-safe, but for one who changes it at a time.
 */
final class WebFarm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Machines machines;
    private final Function<WebServer, URI> road;
    private final LoadBalancer<URI> balancer;
    private final List<WebServer> servers;
    /** What servers had got before they went. Guarded by itself. */
    private final Map<String, Long> requestsBefore = new HashMap<>();

    /** That all have to be started anew before somebody comes. */
    private boolean isUnsettled;

    /**
     * Creates a farm of some servers that run.
     *
     * @param road the address under which the balancer reaches a server
     */
    WebFarm(String name, Machines machines, List<WebServer> first, Function<WebServer, URI> road, Timeline timeline) {
        this.machines = machines;
        this.road = road;
        this.servers = new CopyOnWriteArrayList<>(first);
        // All times are shorter than they would be in production, for somebody who watches.
        LoadBalancerBuilder<URI> builder = LoadBalancer.<URI>builder()
                .name(name)
                .probe(
                        HttpProbe.get("/health"),
                        probe -> probe.every(Duration.ofMillis(400)).timeout(Duration.ofMillis(350)))
                .ejection(ejection -> ejection.base(Duration.ofSeconds(1)).longest(Duration.ofSeconds(5)))
                .slowStart(Duration.ofSeconds(3))
                .listener(new BalancerLog(timeline));
        first.forEach(server -> builder.endpoint(server.id(), road.apply(server)));
        this.balancer = builder.build();
        first.forEach(this::awaitUp);
    }

    Machines machines() {
        return machines;
    }

    LoadBalancer<URI> balancer() {
        return balancer;
    }

    /** Returns those that are in rotation, or would be if they were well. */
    List<WebServer> servers() {
        return servers;
    }

    /** Starts one more; returns when it is in rotation. */
    WebServer add(String id) {
        WebServer server = machines.start(id);
        admit(server);
        return server;
    }

    /** Takes one over that was set up for itself: it takes requests from here only. */
    void adopt(WebServer server) {
        server.prepare(machines.rollout().of(server));
        server.restart();
        admit(server);
    }

    private void admit(WebServer server) {
        servers.add(server);
        balancer.add(server.id(), road.apply(server));
        awaitUp(server);
    }

    /** Sets all up anew, see {@link #restart}. */
    void rollOut(Rollout next) {
        machines.rollout(next);
        servers.forEach(server -> server.prepare(next.of(server)));
        restart();
    }

    /** Starts all anew, with what there is to know now: so that nobody notices, or once before the doors open. */
    void restart() {
        if (machines.areInUse()) {
            restartByAndBy();
        } else {
            isUnsettled = true;
        }
    }

    /** Does at once what was put off since nobody is there yet. */
    void settle() throws InterruptedException {
        if (isUnsettled) {
            isUnsettled = false;
            machines.restart(servers);
            servers.forEach(this::awaitUp);
        }
    }

    /** One after the other, each while it gets no requests. */
    private void restartByAndBy() {
        for (WebServer server : servers) {
            balancer.drain(server.id(), PATIENCE).join();
            server.restart();
            balancer.resume(server.id());
            awaitUp(server);
        }
    }

    /** Lets a server finish what it has, and ends it for good. */
    Drained retire(WebServer server) {
        Drained drained = balancer.drain(server.id(), PATIENCE).join();
        machines.rollout().empty(server);
        remove(server);
        return drained;
    }

    /** Ends a server for good, whatever it is doing; does nothing if it is not there any more. */
    void remove(WebServer server) {
        if (servers.remove(server)) {
            synchronized (requestsBefore) {
                requestsBefore.put(server.id(), requests(server.id()));
                balancer.remove(server.id());
            }
            machines.end(server);
        }
    }

    /** Returns how many requests a server of that name was given and has ended, well or not; never falls. */
    long requests(String id) {
        synchronized (requestsBefore) {
            return requestsBefore.getOrDefault(id, 0L)
                    + stats(id).map(WebFarm::total).orElse(0L);
        }
    }

    /** Returns what came of the requests of a server, since it is in rotation; empty if it is not there. */
    Optional<EndpointStats> stats(String id) {
        return Optional.ofNullable(balancer.stats().endpoints().get(id));
    }

    /** Returns how the balancer sees a server; empty if it does not know it. */
    Optional<EndpointStatus<URI>> status(String id) {
        return balancer.topology().endpoints().stream()
                .filter(endpoint -> endpoint.name().equals(id))
                .findFirst();
    }

    boolean isUp(String id) {
        return status(id)
                .filter(endpoint -> endpoint.state() == EndpointState.UP)
                .isPresent();
    }

    private void awaitUp(WebServer server) {
        Await.until(
                server.label() + " to be in rotation",
                PATIENCE,
                () -> isUp(server.id()),
                () -> ": " + status(server.id()));
    }

    private static long total(EndpointStats stats) {
        return stats.successes() + stats.localFailures() + stats.externalFailures() + stats.cancelled();
    }

    @Override
    public void close() {
        balancer.close();
    }
}
