package dev.scalekit.routing.balance;

import java.util.Map;

/**
 * What a region balancer has done since it was built. The numbers are not of one moment. Immutable.
 *
 * @param picks how many picks were sent to each region, by its name, in no order
 * @param unserved how often there was no region
 */
public record RegionStats(Map<String, Long> picks, long unserved) {
    public RegionStats {
        picks = Map.copyOf(picks);
    }
}
