package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * All endpoints of a balancer at one moment. What is in flight and latencies are read a moment later than the rest.
 * Immutable.
 *
 * @param version grows with each change
 * @param at when it was read, by the wall clock
 * @param endpoints in the order in which they were added
 * @param usable which part of the weight of all that are not drained is up, from 0 to 1; 0 if there are none
 * @param panic whether ejected endpoints are taken as well, since so little is up
 */
public record Topology<T>(long version, Instant at, List<EndpointStatus<T>> endpoints, double usable, boolean panic) {
    public Topology {
        requireNonNull(at, "at");
        endpoints = List.copyOf(endpoints);
    }

    /**
     * Returns one endpoint.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public EndpointStatus<T> endpoint(String name) {
        requireNonNull(name, "name");
        return endpoints.stream()
                .filter(endpoint -> endpoint.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("endpoint must be one of "
                        + endpoints.stream().map(EndpointStatus::name).toList() + ": " + name));
    }
}
