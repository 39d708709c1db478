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

    /** After so many timeouts a question is broken off. */
    private static final int LATE = 2;

    /** After so many it will not return: a connection may take longer to open than a question to be answered. */
    private static final int STUCK = 10;

    private final String node;
    private final DataSource source;
    private final ReplicationDialect dialect;
    private final Cluster cluster;
    private final Duration timeout;
    private final Ticker ticker;

    private final AtomicReference<@Nullable Connection> connection = new AtomicReference<>();
    /** When it was begun to ask what there is no answer to yet; null while nothing is asked. */
    private volatile @Nullable Long pendingSince;

    /** After how many timeouts without an answer that was told last; used by who watches only. */
    private long toldLate;

    private volatile long answeredNanos;

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
        this.answeredNanos = ticker.nanos();
    }

    /** Returns one that asks the same node on a connection of its own. */
    NodeProbe another() {
        NodeProbe another = new NodeProbe(node, source, dialect, cluster, timeout, ticker);
        another.answeredNanos = answeredNanos;
        return another;
    }

    String node() {
        return node;
    }

    /**
     * Asks once, and has the cluster know what came of it. Nothing that is thrown gets out: the next question may be answered.
     * Returns whether this one was, or is of no interest since this is closed.
     */
    boolean ask() {
        pendingSince = ticker.nanos();
        try {
            Connection asked = connection();
            long askedNanos = ticker.nanos();
            cluster.asking(askedNanos);
            NodeState state = dialect.inspect(node, asked);
            long nowNanos = ticker.nanos();
            answeredNanos = nowNanos;
            if (!closed) {
                cluster.answered(node, state, askedNanos, nowNanos);
            }
            return true;
        } catch (Throwable e) {
            // Also an Error: drivers have thrown them, and a node without a monitor would be the end of the router.
            drop();
            if (closed) {
                return true;
            }
            cluster.failed(node, reason(e), ticker.nanos());
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
        prepare(opened);
        return opened;
    }

    private void prepare(Connection opened) throws SQLException {
        try {
            opened.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
        } catch (SQLFeatureNotSupportedException e) {
            LOG.debug("{} has no network timeout: a late answer is broken off from outside", node);
        }
        opened.setAutoCommit(true);
        try {
            // A standby of PostgreSQL answers nothing that is serializable, which somebody may have made the default.
            opened.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        } catch (SQLException e) {
            LOG.debug("{} is asked in the isolation that it has", node, e);
        }
    }

    /**
     * Breaks off a question to which there is no answer for twice the timeout: not all drivers do that themselves. What cannot be
     * broken off, since there is no connection yet for example, counts as a failure with each timeout that passes. Called by
     * one thread at a time.
     */
    void breakOffIfLate(long nowNanos) {
        long late = timeouts(nowNanos);
        if (late < LATE) {
            toldLate = 0;
        } else if (connection.get() != null) {
            // Whoever asks has the failure told.
            toldLate = late;
            drop();
        } else if (late > toldLate) {
            toldLate = late;
            cluster.failed(
                    node,
                    "does not answer: nothing for " + timeout.multipliedBy(late).toMillis() + " ms",
                    nowNanos);
        }
    }

    /** Tells whether it is at something that does not return, though it was broken off. */
    boolean isStuck(long nowNanos) {
        return timeouts(nowNanos) >= STUCK;
    }

    /** Returns how many timeouts have passed without an answer. */
    private long timeouts(long nowNanos) {
        Long since = pendingSince;
        return since == null ? 0 : (nowNanos - since) / timeout.toNanos();
    }

    /** Returns for how long there has been no answer; since this was made, if there was none. */
    long silentNanos(long nowNanos) {
        return nowNanos - answeredNanos;
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
