package dev.scalekit.routing.hikari;

import static java.util.Objects.requireNonNull;

import dev.scalekit.routing.RoutingDataSourceBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A HikariCP pool for each node, all from one template.
 *
 * <pre>{@code
 * HikariConfig template = new HikariConfig();
 * template.setUsername("shop");
 * template.setPassword(password);
 * template.setMaximumPoolSize(20);
 * try (HikariNodes nodes = HikariNodes.builder().template(template)
 *         .node("pg-a", "jdbc:postgresql://10.0.0.1/shop").node("pg-b", "jdbc:postgresql://10.0.0.2/shop").build()) {
 *     RoutingDataSource db = nodes.addTo(RoutingDataSource.builder()).dialect(Dialects.postgres()).build();
 * }
 * }</pre>
 *
 * <p>What the template leaves as HikariCP has it by itself is set to what a router needs:
 * <ul>
 *   <li>{@code initializationFailTimeout} -1: the application starts though a node is down;
 *   <li>{@code connectionTimeout} 1 s instead of 30: who asks the pool of a node that has just died waits that long before he
 *       is sent to another one. To open a connection takes far less;
 *   <li>{@code validationTimeout} 500 ms: it has to fit into that;
 *   <li>{@code keepaliveTime} 30 s, the shortest there is: connections of a node that is asked little are found dead by the
 *       pool, and not by who needs one.
 * </ul>
 *
 * <p>pgjdbc is told, unless the URL or the template's properties say otherwise: {@code readOnlyMode=always}, without which it
 * lets a write outside of a transaction pass on a connection that is read-only; {@code connectTimeout=2}, in which a lost
 * packet is sent once more; {@code loginTimeout=5}; and {@code socketTimeout=60}, without which a statement waits for ever for a server that
 * has vanished. A statement that may be silent for longer needs a longer one. Its {@code targetServerType}, its {@code
 * loadBalanceHosts} and several hosts in a URL are refused: that is the router's part.
 *
 * <p>An SQLState 0A000, as a standby answers to SERIALIZABLE, does not cost a connection, as it does in HikariCP by itself.
 *
 * <p>Thread-safe. {@link #close} closes the pools.
 */
public final class HikariNodes implements AutoCloseable {
    private final NodePools pools;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, HikariNode> nodes = new LinkedHashMap<>();
    private boolean closed;

    HikariNodes(NodePools pools) {
        this.pools = pools;
    }

    /** Begins new ones. */
    public static HikariNodesBuilder builder() {
        return new HikariNodesBuilder();
    }

    /** Returns the nodes, in the order in which they were added. */
    public List<HikariNode> nodes() {
        lock.lock();
        try {
            return List.copyOf(nodes.values());
        } finally {
            lock.unlock();
        }
    }

    /** Has a router be built of these nodes, each with weight 1 and no zone; returns the builder. */
    public RoutingDataSourceBuilder addTo(RoutingDataSourceBuilder builder) {
        nodes().forEach(node -> builder.node(node.name(), node.pool(), node::wire));
        return builder;
    }

    /**
     * Makes the pool of one more node; for a router that is told of it afterwards.
     *
     * @throws IllegalArgumentException if there is one of that name, or as {@link HikariNodesBuilder#build} does
     * @throws IllegalStateException after {@link #close}
     */
    public HikariNode add(String name, String url) {
        requireName(name);
        requireNonNull(url, "url");
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("These nodes are closed, and " + name + " was not added");
            }
            if (nodes.containsKey(name)) {
                throw new IllegalArgumentException("node names must differ: " + name);
            }
            HikariNode node = pools.make(name, url);
            nodes.put(name, node);
            return node;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the pool of a node, once the router uses it no more.
     *
     * @return whether there was one of that name
     */
    public boolean remove(String name) {
        requireNonNull(name, "name");
        HikariNode node;
        lock.lock();
        try {
            node = nodes.remove(name);
        } finally {
            lock.unlock();
        }
        if (node != null) {
            node.close();
        }
        return node != null;
    }

    /** Closes the pools, with every connection that is still lent. Close the router first. A second call does nothing. */
    @Override
    public void close() {
        List<HikariNode> left;
        lock.lock();
        try {
            closed = true;
            left = new ArrayList<>(nodes.values());
            nodes.clear();
        } finally {
            lock.unlock();
        }
        left.forEach(HikariNode::close);
    }

    private static void requireName(String name) {
        if (requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("node name must not be blank: \"" + name + "\"");
        }
    }

    @Override
    public String toString() {
        return "HikariNodes" + nodes();
    }
}
