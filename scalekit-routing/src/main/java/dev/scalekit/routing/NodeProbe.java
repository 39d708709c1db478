package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one node what it is, on a connection that it keeps for that: a pool that is exhausted must not look like a node that is
 * dead. {@link #ask} is called by one thread at a time; the rest is thread-safe.
 */
final class NodeProbe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeProbe.class);

    private final String node;
    private final DataSource source;
    private final ReplicationDialect dialect;
    private final Cluster cluster;
    private final Duration timeout;
    private final Ticker ticker;

    private final AtomicReference<@Nullable Connection> connection = new AtomicReference<>();
    /** When it was begun to ask what there is no answer to yet; null while nothing is asked. */
    private volatile @Nullable Long pendingSince;

    private volatile boolean closed;

    /**
     * @param source of connections for questions only
     * @param timeout how long an answer is waited for
     */
    NodeProbe(
            String node,
            DataSource source,
            ReplicationDialect dialect,
            Cluster cluster,
            Duration timeout,
            Ticker ticker) {
        this.node = node;
        this.source = source;
        this.dialect = dialect;
        this.cluster = cluster;
        this.timeout = timeout;
        this.ticker = ticker;
    }

    String node() {
        return node;
    }

    /**
     * Asks once, and has the cluster know what came of it. Nothing that is thrown gets out: the next question may be answered.
     * Returns whether this one was.
     */
    boolean ask() {
        pendingSince = ticker.nanos();
        try {
            Connection asked = connection();
            long askedNanos = ticker.nanos();
            NodeState state = dialect.inspect(node, asked);
            cluster.answered(node, state, askedNanos, ticker.nanos());
            return true;
        } catch (Throwable e) {
            // Also an Error: drivers have thrown them, and a node without a monitor would be the end of the router.
            if (!closed) {
                cluster.failed(node, reason(e), ticker.nanos());
            }
            drop();
            LOG.debug("{} has not said what it is", node, e);
            return false;
        } finally {
            pendingSince = null;
        }
    }

    private static String reason(Throwable failure) {
        String state = failure instanceof SQLException sql ? " (SQLState " + sql.getSQLState() + ")" : "";
        return "does not answer: " + failure.getClass().getSimpleName() + state;
    }

    private Connection connection() throws SQLException {
        Connection known = connection.get();
        if (known != null) {
            return known;
        }
        Connection opened = source.getConnection();
        connection.set(opened);
        if (closed) {
            drop();
            throw new SQLException("The monitor is closed", "08003");
        }
        try {
            opened.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
        } catch (SQLFeatureNotSupportedException e) {
            LOG.debug("{} has no network timeout: a late answer is broken off from outside", node);
        }
        return opened;
    }

    /** Breaks off a question to which there is no answer for twice the timeout: not all drivers do that themselves. */
    void breakOffIfLate(long nowNanos) {
        Long since = pendingSince;
        if (since != null && nowNanos - since > 2 * timeout.toNanos()) {
            drop();
        }
    }

    /** Ends the connection, and gives it back to where it is from; without waiting: it may be in use, or be broken. */
    private void drop() {
        Connection dropped = connection.getAndSet(null);
        if (dropped != null) {
            quietly(() -> dropped.abort(Runnable::run));
            quietly(dropped);
        }
    }

    private void quietly(AutoCloseable ending) {
        try {
            ending.close();
        } catch (Throwable e) {
            // Whatever a driver throws, the node is asked again on another connection.
            LOG.debug("{}: the connection of the monitor could not be ended", node, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        drop();
    }
}
