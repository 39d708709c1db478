package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import dev.scalekit.routing.balance.Balancer;
import dev.scalekit.routing.balance.Balancers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link RoutingDataSource}. Nodes and a dialect are needed; everything else has a default. {@link #build} checks all
 * of it, with each other, before it starts anything. A call for an option that was set before replaces it, but for nodes. Not
 * thread-safe.
 */
public final class RoutingDataSourceBuilder {
    private String name = "db";
    /** Made anew with each router, which has its own view of them. */
    private final List<Supplier<Node>> nodes = new ArrayList<>();

    private @Nullable ReplicationDialect dialect;
    private Balancer<Object> balancer = Balancers.peakEwma();
    private final ReadOptions reads = new ReadOptions();
    private final WriteOptions writes = new WriteOptions();
    private final MonitorOptions monitor = new MonitorOptions();
    private @Nullable String zone;
    private Duration slowStart = Duration.ofSeconds(10);
    private Duration discovery = Duration.ofSeconds(5);
    private RoutingListener listener = new RoutingListener() {};

    RoutingDataSourceBuilder() {}

    /** Sets what it is called in the log, in messages and in the names of its threads. Default: {@code db}. */
    public RoutingDataSourceBuilder name(String name) {
        this.name = Limits.requireName(name, "name");
        return this;
    }

    /** Adds a node with weight 1 and no zone. */
    public RoutingDataSourceBuilder node(String name, DataSource pool) {
        return node(name, pool, options -> {});
    }

    /**
     * Adds a node, primary or replica: that is asked. At least one is needed.
     *
     * @param name 1 to 200 visible ASCII characters, unique
     * @param pool of connections to this node only; it stays the caller's
     */
    public RoutingDataSourceBuilder node(String name, DataSource pool, Consumer<NodeOptions> options) {
        NodeOptions given = new NodeOptions();
        requireNonNull(options, "options").accept(given);
        given.node(name, pool);
        nodes.add(() -> given.node(name, pool));
        return this;
    }

    /** Sets how nodes are asked what they are. There is no default. */
    public RoutingDataSourceBuilder dialect(ReplicationDialect dialect) {
        this.dialect = requireNonNull(dialect, "dialect");
        return this;
    }

    /**
     * Sets how a replica is chosen. Default: {@link Balancers#peakEwma}, which sends least to those that are slow or have much to
     * do.
     */
    public RoutingDataSourceBuilder balancer(Balancer<Object> balancer) {
        this.balancer = requireNonNull(balancer, "balancer");
        return this;
    }

    /** Sets how reads are routed. Default: as {@link ReadOptions} says. What an earlier call has set stays. */
    public RoutingDataSourceBuilder reads(Consumer<ReadOptions> options) {
        requireNonNull(options, "options").accept(reads);
        return this;
    }

    /** Sets how writes are routed. Default: as {@link WriteOptions} says. What an earlier call has set stays. */
    public RoutingDataSourceBuilder writes(Consumer<WriteOptions> options) {
        requireNonNull(options, "options").accept(writes);
        return this;
    }

    /** Sets how often nodes are asked. Default: as {@link MonitorOptions} says. What an earlier call has set stays. */
    public RoutingDataSourceBuilder monitor(Consumer<MonitorOptions> options) {
        requireNonNull(options, "options").accept(monitor);
        return this;
    }

    /**
     * Sets where this application is: replicas of that zone get all of the reads that they can bear, which is 1.4 times the part of
     * their weight that can be read, and the others get the rest. One that was drained or removed is not missed.
     * Default: nowhere, and zones do not matter.
     */
    public RoutingDataSourceBuilder zone(String zone) {
        this.zone = Limits.requireName(zone, "zone");
        return this;
    }

    /**
     * Sets how long a replica takes to get all of its reads that was added or came back, beginning with a tenth. From zero, for
     * none, to one day. Default: 10 seconds, in which its pool and its caches fill.
     */
    public RoutingDataSourceBuilder slowStart(Duration window) {
        slowStart = requireNonNull(window, "window");
        return this;
    }

    /**
     * Sets for how long {@link #build} waits until all nodes have answered, or have failed to, and one of them is the primary. From zero to 5 minutes. Default: 5
     * seconds. An application starts although its database is down; what it sends then waits, or fails.
     */
    public RoutingDataSourceBuilder discovery(Duration bound) {
        discovery = requireNonNull(bound, "bound");
        return this;
    }

    /** Sets who hears what happens to nodes. Default: nobody. */
    public RoutingDataSourceBuilder listener(RoutingListener listener) {
        this.listener = requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Starts it, and asks the nodes what they are. Whoever calls closes it.
     *
     * @throws IllegalArgumentException if there is no node or no dialect, two nodes have the same name or are of two clusters, a
     *     limit would send all reads to the primary, or an option is out of its bounds
     */
    public RoutingDataSource build() {
        Duration bound = Limits.requireBetween(discovery, "discovery", Duration.ZERO, Duration.ofMinutes(5));
        return Starting.start(settings(), bound);
    }

    private RoutingSettings settings() {
        if (dialect == null) {
            throw new IllegalArgumentException("dialect must be set, to Dialects.postgres() for example: none");
        }
        List<Node> made = nodes.stream().map(Supplier::get).toList();
        List<String> names = made.stream().map(Node::name).toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("nodes must be at least 1: 0");
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("node names must differ: " + names);
        }
        dialect.check(names);
        Pace pace = monitor.checked();
        Duration lag = reads.checkedLag(dialect);
        if (dialect.tellsPositions()) {
            ClusterRules.check(lag, pace);
        }
        return new RoutingSettings(
                name,
                made,
                new ClusterRules(monitor.checkedFall(), expiry(pace), lag),
                pace,
                new RouterRules(
                        dialect,
                        reads.checkedWait(),
                        reads.checkedFallback(),
                        reads.checkedDeadline(),
                        writes.whenNoPrimary(),
                        writes.checkedWaiting()),
                reads.checkedConsistency(dialect),
                balancer,
                zone,
                slowStart,
                listener);
    }

    /** An answer counts until three questions should have been answered after it. */
    private static Duration expiry(Pace pace) {
        return pace.every().multipliedBy(3).plus(pace.timeout());
    }

    @Override
    public String toString() {
        return "RoutingDataSourceBuilder[" + name + ", " + nodes.size() + " nodes]";
    }
}
