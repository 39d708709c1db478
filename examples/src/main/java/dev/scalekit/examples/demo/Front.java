package dev.scalekit.examples.demo;

import dev.scalekit.examples.proxy.ReverseProxy;
import dev.scalekit.routing.balance.BalancerStats;
import dev.scalekit.routing.balance.EndpointState;
import dev.scalekit.routing.balance.EndpointStatus;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The one address that the customers know, and the balancer behind it. Thread-safe. */
final class Front implements Component, AutoCloseable {
    static final String ID = "balancer";

    private static final int THREADS = 64;
    /** Shorter than a customer waits, so that there is time to ask another server. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final WebFarm farm;
    private final ReverseProxy proxy;

    private Front(WebFarm farm, ReverseProxy proxy) {
        this.farm = farm;
        this.proxy = proxy;
    }

    /** Listens for what is meant for the servers of a farm. */
    static Front start(WebFarm farm) throws IOException {
        return new Front(farm, ReverseProxy.start(request -> farm.balancer(), THREADS, TIMEOUT));
    }

    URI address() {
        return proxy.address();
    }

    WebFarm farm() {
        return farm;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Kind kind() {
        return Kind.BALANCER;
    }

    @Override
    public String label() {
        return "Load balancer";
    }

    @Override
    public Status status() {
        List<EndpointStatus<URI>> endpoints = farm.balancer().topology().endpoints();
        Optional<EndpointStatus<URI>> out = endpoints.stream()
                .filter(endpoint -> endpoint.state() != EndpointState.UP)
                .findFirst();
        long up = endpoints.stream()
                .filter(endpoint -> endpoint.state() == EndpointState.UP)
                .count();
        return new Status(
                up == 0 ? State.DOWN : State.UP,
                out.map(endpoint -> endpoint.name() + " is "
                                + endpoint.state().name().toLowerCase(Locale.ROOT))
                        .orElse("all servers in rotation"));
    }

    @Override
    public List<Fact> facts() {
        BalancerStats stats = farm.balancer().stats();
        long ejections = stats.endpoints().values().stream()
                .mapToLong(endpoint -> endpoint.ejections())
                .sum();
        return List.of(
                new Fact("sent again", Figures.count(stats.retries())),
                new Fact("ejections", Figures.count(ejections)),
                new Fact("not served", Figures.count(stats.unserved())));
    }

    @Override
    public List<Link> links() {
        return farm.servers().stream()
                .map(server -> new Link(
                        server.id(), "requests", "counted by the balancer", () -> farm.requests(server.id()), null))
                .toList();
    }

    @Override
    public Optional<String> artificial() {
        return Optional.of("The proxy is a part of this program, and shares the processors with the servers.");
    }

    @Override
    public void close() {
        proxy.close();
    }
}
