package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What a balancer has done since it was built. The numbers are not of one moment. Immutable.
 *
 * @param picks leases that were given out, those of retries included
 * @param retries leases that were given out for something that had failed on another endpoint
 * @param retriesRefused retries that there was no budget for
 * @param unserved picks that found no endpoint
 * @param endpoints by name, in no order; an endpoint that was removed is not there any more
 */
public record BalancerStats(
        long picks, long retries, long retriesRefused, long unserved, Map<String, EndpointStats> endpoints) {
    public BalancerStats {
        endpoints = Map.copyOf(endpoints);
    }

    /**
     * Returns the figures of one endpoint.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public EndpointStats endpoint(String name) {
        EndpointStats endpoint = endpoints.get(requireNonNull(name, "name"));
        if (endpoint == null) {
            throw new IllegalArgumentException("endpoint must be one of " + endpoints.keySet() + ": " + name);
        }
        return endpoint;
    }
}
