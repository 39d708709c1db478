package dev.scalekit.examples.demo;

import dev.scalekit.routing.balance.BalancerStats;
import dev.scalekit.routing.balance.EndpointState;
import dev.scalekit.routing.balance.EndpointStats;
import dev.scalekit.routing.balance.EndpointStatus;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A load balancer, as the picture has it. Thread-safe.
 *
 * @param farm its servers
 * @param distance what is artificial about the way to them, if anything
 */
record BalancerBox(
        String id, String label, WebFarm farm, @Nullable String distance) implements Component {
    @Override
    public Kind kind() {
        return Kind.BALANCER;
    }

    @Override
    public Status status() {
        List<EndpointStatus<URI>> endpoints = farm.balancer().topology().endpoints();
        List<EndpointStatus<URI>> out = endpoints.stream()
                .filter(endpoint -> endpoint.state() != EndpointState.UP)
                .toList();
        if (out.isEmpty()) {
            return new Status(State.UP, "all servers in rotation");
        }
        return out.size() == endpoints.size()
                ? new Status(State.DOWN, "no server in rotation")
                : new Status(
                        State.UP,
                        out.get(0).name() + " is " + out.get(0).state().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public List<Fact> facts() {
        BalancerStats stats = farm.balancer().stats();
        long ejections = stats.endpoints().values().stream()
                .mapToLong(EndpointStats::ejections)
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
                        server.id(), "requests", "counted by the balancer", () -> farm.requests(server.id()), distance))
                .toList();
    }

    @Override
    public Optional<String> artificial() {
        return Optional.of("The proxy is a part of this program, and shares the processors with the servers.");
    }
}
