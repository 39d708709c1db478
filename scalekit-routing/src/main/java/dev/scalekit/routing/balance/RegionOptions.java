package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** What may be said of a region. Not thread-safe. */
public final class RegionOptions {
    private @Nullable String tag;
    private HealthSource health = () -> 1;

    RegionOptions() {}

    /** Sets what {@link RegionBalancer#pickNear} compares; several regions may have the same. Default: the name. */
    public RegionOptions tag(String tag) {
        this.tag = requireNonNull(tag, "tag");
        return this;
    }

    /** Sets who tells how well the region is, besides the balancer's probe. Default: it is well. */
    public RegionOptions health(HealthSource health) {
        this.health = requireNonNull(health, "health");
        return this;
    }

    /**
     * Takes the region as well as the endpoints of a load balancer are: which part of them is up, or has not been probed
     * yet. It so empties smoothly while its servers die one by one. The load balancer is not closed.
     */
    public RegionOptions follows(LoadBalancer<?> endpoints) {
        return health(requireNonNull(endpoints, "endpoints")::hopeful);
    }

    <T> RegionDeclaration<T> checked(String name, T target, double share) {
        Bounds.requireName(name, "region name");
        requireNonNull(target, "target");
        Bounds.requireBetween(share, "share of " + name, 0, EndpointOptions.HIGHEST_WEIGHT);
        String tagged = tag == null ? name : Bounds.requireName(tag, "tag");
        return new RegionDeclaration<>(new Region<>(name, tagged, target), share, health);
    }
}
