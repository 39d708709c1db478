package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
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
    private static final long IDLE = -1;

    private final String node;
    private final DataSource source;
    private final ReplicationDialect dialect;
    private final Cluster cluster;
    private final Duration timeout;
    private final Ticker ticker;

    private volatile @Nullable Connection connection;
    /** When the question was sent to which there is no answer yet. */
    private volatile long pendingSince = IDLE;

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
        try {
            Connection asked = connection();
            long askedNanos = ticker.nanos();
            pendingSince = askedNanos;
            NodeState state = dialect.inspect(node, asked);
            cluster.answered(node, state, askedNanos, ticker.nanos());
            return true;
        } catch (Throwable e) {
            // Also an Error: drivers have thrown them, and a node without a monitor would be the end of the router.
            LOG.debug("{} has not said what it is", node, e);
            drop();
            if (!closed) {
                cluster.failed(node, reason(e), ticker.nanos());
            }
            return false;
        } finally {
            pendingSince = IDLE;
        }
    }

    private static String reason(Throwable failure) {
        String state = failure instanceof SQLException sql ? " (SQLState " + sql.getSQLState() + ")" : "";
        return "does not answer: " + failure.getClass().getSimpleName() + state;
    }

    private Connection connection() throws SQLException {
        Connection known = connection;
        if (known != null) {
            return known;
        }
        Connection opened = source.getConnection();
        connection = opened;
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
        long since = pendingSince;
        if (since != IDLE && nowNanos - since > 2 * timeout.toNanos()) {
            drop();
        }
    }

    /** Ends the connection without waiting: it may be in use, or be broken. */
    private void drop() {
        Connection dropped = connection;
        connection = null;
        if (dropped != null) {
            try {
                dropped.abort(Runnable::run);
            } catch (SQLException | RuntimeException e) {
                LOG.debug("{}: the connection of the monitor could not be ended", node, e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        drop();
    }
}
