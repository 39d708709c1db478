package dev.scalekit.routing.hikari;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.routing.NodeOptions;
import dev.scalekit.routing.RoutingDataSourceBuilder;
import java.sql.Connection;
import javax.sql.DataSource;

/** One node's pool, with what a router needs beside it. Thread-safe. */
public final class HikariNode {
    private final String name;
    private final HikariDataSource pool;
    private final DataSource probes;

    HikariNode(String name, HikariDataSource pool, DataSource probes) {
        this.name = name;
        this.pool = pool;
        this.probes = probes;
    }

    /** Returns the name that was given to it. */
    public String name() {
        return name;
    }

    /** Returns the pool, which is closed with its {@link HikariNodes}. */
    public HikariDataSource pool() {
        return pool;
    }

    /**
     * Returns where connections for probes come from: each is a new one, from the driver, to this node and with the user of
     * the pool at that moment. A pool that has nothing left does not look like a node that is dead then. Whoever gets a
     * connection closes it.
     */
    public DataSource probes() {
        return probes;
    }

    /**
     * Has no connection that exists now be given out again: those that nobody uses are closed at once, the others when they
     * come back. For a node that is not what it was any more.
     */
    public void evict() {
        if (!pool.isClosed()) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** Has one connection that is in use not be given out again; it is closed when it comes back. */
    public void evict(Connection connection) {
        if (!pool.isClosed()) {
            pool.evictConnection(requireNonNull(connection, "connection"));
        }
    }

    /** Says all that a router has to know of this pool: for {@link RoutingDataSourceBuilder#node} and the like. */
    public void wire(NodeOptions options) {
        options.probes(probes).eviction(this::evict, this::evict);
    }

    void close() {
        pool.close();
    }

    /** Without the URL, which may have a password in it. */
    @Override
    public String toString() {
        return "HikariNode[" + name + (pool.isClosed() ? ", closed]" : "]");
    }
}
