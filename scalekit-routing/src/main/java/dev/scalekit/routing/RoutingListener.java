package dev.scalekit.routing;

/**
 * Hears what happens to the nodes of a {@link RoutingDataSource}. Called on one thread of its own, one call at a time, in the
 * order in which things happened; a call may block, which delays those after it, and may call back, but for {@code close}.
 * What it throws is logged. If 1,000 calls wait, further ones are left out, and that is logged.
 */
public interface RoutingListener {
    /** A node has another standing, or there are other nodes. */
    default void topologyChanged(TopologySnapshot before, TopologySnapshot after) {}

    /**
     * A write may have been lost by a failover. Reads that have to see it see what the primary has instead. A hundred are told at
     * once, and ten a second for long, as anybody can make up tokens; {@link RoutingStats} counts all.
     */
    default void lostWriteSuspected(LostWrite lost) {}
}
