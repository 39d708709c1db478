package dev.scalekit.routing.balance;

/**
 * Tells how well a region is. Called by threads of the balancer, one call at a time for each region, under no lock. It
 * may block, though not longer than the probe's timeout, and what it throws means that the region is down.
 */
@FunctionalInterface
public interface HealthSource {
    /** Returns which part of the region is well: 1 for all of it, 0 for none. */
    double health() throws Exception;
}
