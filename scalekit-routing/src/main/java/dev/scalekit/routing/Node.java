package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database server, with what leads to it. Thread-safe. */
final class Node {
    private static final long NEVER = Long.MIN_VALUE;

    private final String name;
    private final NodeSources sources;
    private final double weight;
    private final @Nullable String zone;

    /** When somebody has met a failure that only a later answer of the node makes up for. */
    private final AtomicLong suspectedNanos = new AtomicLong(NEVER);

    private volatile boolean drained;
    private volatile boolean removed;
    private volatile @Nullable Defaults defaults;

    /**
     * @param pool of connections for users
     * @param probes of connections for questions
     * @param evict rids the pool of one connection that is in use
     * @param evictAll rids the pool of all
     */
    record NodeSources(DataSource pool, DataSource probes, Consumer<Connection> evict, Runnable evictAll) {}

    Node(String name, NodeSources sources, double weight, @Nullable String zone) {
        this.name = name;
        this.sources = sources;
        this.weight = weight;
        this.zone = zone;
    }

    String name() {
        return name;
    }

    NodeSources sources() {
        return sources;
    }

    /** Takes a connection of the pool. */
    Connection take() throws SQLException {
        try {
            return sources.pool().getConnection();
        } catch (RuntimeException e) {
            // As HikariCP's if a pool cannot be started: to callers that is a node that cannot be reached.
            throw new SQLTransientConnectionException("The pool of " + name + " has failed", "08001", e);
        }
    }

    double weight() {
        return weight;
    }

    @Nullable
    String zone() {
        return zone;
    }

    /** Nobody is sent there until it has answered a question that is asked after now. */
    void suspect(long nowNanos) {
        suspectedNanos.set(nowNanos);
    }

    boolean isSuspect(Seen seen) {
        long since = suspectedNanos.get();
        if (since == NEVER) {
            return false;
        }
        if (seen.askedNanos() - since <= 0) {
            return true;
        }
        suspectedNanos.compareAndSet(since, NEVER);
        return false;
    }

    /** Tells whether it is a replica that may be read now, and shows what is needed. */
    boolean mayRead(View view, Need need, long nowNanos) {
        Seen seen = view.of(name);
        return seen.standing() == NodeStanding.REPLICA
                && need.allows(seen)
                && seen.isBelievedAt(nowNanos)
                && !drained
                && !isSuspect(seen);
    }

    boolean isDrained() {
        return drained;
    }

    void drained(boolean drained) {
        this.drained = drained;
    }

    /** Tells whether it is none of the nodes any more; another one may have its name by now. */
    boolean isRemoved() {
        return removed;
    }

    void removed() {
        removed = true;
    }

    /** Returns what its connections are like when nobody has set anything; null until there was one. */
    @Nullable
    Defaults defaults() {
        return defaults;
    }

    void defaults(Defaults learnt) {
        defaults = learnt;
    }

    @Override
    public String toString() {
        return name;
    }
}
