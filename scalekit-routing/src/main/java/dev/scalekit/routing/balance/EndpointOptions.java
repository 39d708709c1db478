package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** What may be said of an endpoint. Not thread-safe. */
public final class EndpointOptions {
    static final double HIGHEST_WEIGHT = 1_000_000;

    private double weight = 1;
    private @Nullable String zone;

    EndpointOptions() {}

    /**
     * Sets how much it gets beside others. From 0, which gets nothing, to 1,000,000; of one balancer not all may be 0.
     * Default: 1.
     */
    public EndpointOptions weight(double weight) {
        this.weight = weight;
        return this;
    }

    /**
     * Sets where it is, to be compared with the {@linkplain LoadBalancerBuilder#zone zone} of the balancer. From 1 to 200
     * characters. Default: nowhere, which is another zone than any.
     */
    public EndpointOptions zone(String zone) {
        this.zone = requireNonNull(zone, "zone");
        return this;
    }

    <T> Endpoint<T> checked(String name, T target) {
        Bounds.requireName(name, "endpoint name");
        requireNonNull(target, "target");
        requireWeight(name, weight);
        return new Endpoint<>(name, target, weight, zone == null ? null : Bounds.requireName(zone, "zone"));
    }

    static double requireWeight(String name, double weight) {
        return Bounds.requireBetween(weight, "weight of " + name, 0, HIGHEST_WEIGHT);
    }
}
