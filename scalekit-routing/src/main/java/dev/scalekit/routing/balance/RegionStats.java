package dev.scalekit.routing.balance;

/**
 * What a region balancer has done since it was built. Immutable.
 *
 * @param picks how often it was asked
 * @param unserved how often there was no region
 */
public record RegionStats(long picks, long unserved) {}
