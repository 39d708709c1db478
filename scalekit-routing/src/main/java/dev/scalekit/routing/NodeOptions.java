package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import dev.scalekit.routing.Node.NodeSources;
import java.sql.Connection;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What may be said of a node. Not thread-safe. */
public final class NodeOptions {
    private static final double HIGHEST_WEIGHT = 1_000_000;

    private double weight = 1;
    private @Nullable String zone;
    private @Nullable DataSource probes;
    private Consumer<Connection> evict = connection -> {};
    private Runnable evictAll = () -> {};

    NodeOptions() {}

    /**
     * Sets how many reads it gets beside other replicas. Above 0, up to 1,000,000. Default: 1. To have it get none, {@linkplain
     * RoutingDataSource#drain drain} it.
     */
    public NodeOptions weight(double weight) {
        if (!(weight > 0 && weight <= HIGHEST_WEIGHT)) {
            throw new IllegalArgumentException("weight must be above 0 and up to " + HIGHEST_WEIGHT + ": " + weight);
        }
        this.weight = weight;
        return this;
    }

    /**
     * Sets where it is, to be compared with the {@linkplain RoutingDataSourceBuilder#zone zone} of the router. Default: nowhere, which is
     * another zone than any.
     */
    public NodeOptions zone(String zone) {
        this.zone = Limits.requireName(zone, "zone");
        return this;
    }

    /**
     * Sets where the connection is from on which the node is asked what it is. Default: from its pool, of which one connection
     * is kept for that: a pool of which all connections are in use makes its node look dead then, if the kept one breaks.
     * Give the driver's own {@code DataSource} here, for an account that may see replication.
     */
    public NodeOptions probes(DataSource probes) {
        this.probes = requireNonNull(probes, "probes");
        return this;
    }

    /**
     * Sets how the pool is rid of connections: of one that must not be used again, and of all when the node is down, deposed or not of the
     * history of its cluster. Both are called by threads of the router, or of callers; they must not wait. Default: nothing; a
     * connection that broke is aborted, and the pool has to see that.
     */
    public NodeOptions eviction(Consumer<Connection> one, Runnable all) {
        this.evict = requireNonNull(one, "one");
        this.evictAll = requireNonNull(all, "all");
        return this;
    }

    Node node(String name, DataSource pool) {
        Limits.requireName(name, "node name");
        requireNonNull(pool, "pool");
        return new Node(name, new NodeSources(pool, probes == null ? pool : probes, evict, evictAll), weight, zone);
    }
}
