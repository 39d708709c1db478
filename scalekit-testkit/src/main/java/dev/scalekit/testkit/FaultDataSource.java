package dev.scalekit.testkit;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@code DataSource} around one of the caller's, whose every JDBC call a {@link FaultPlan} counts and may spoil.
 *
 * <p>Connections, statements of each kind, results and {@code DatabaseMetaData} come back wrapped, and lead to each
 * other's wrappers ({@code Statement.getConnection()}, {@code ResultSet.getStatement()}), so that no call gets past the
 * plan. Two ways lead out of it: what a caller unwraps to a class of the driver, and large objects, arrays and savepoints,
 * which are the driver's own. Exceptions of the driver come through as they are. A wrapper equals only itself.
 *
 * <p>Several data sources may share one plan: their calls are then one sequence, as the steps of one process are.
 *
 * <p>Thread-safe as far as the wrapped one is.
 */
public final class FaultDataSource implements DataSource, AutoCloseable {
    private final DataSource target;
    private final DataSource counted;
    private final FaultPlan plan;
    /** Guarded by itself. */
    private final Set<TrackedConnection> open = new LinkedHashSet<>();

    private volatile boolean closed;

    /**
     * Wraps {@code target}, which stays the caller's and is never closed.
     *
     * @param target where connections come from: a driver's data source or a pool
     * @param plan what counts the calls and spoils them
     */
    public FaultDataSource(DataSource target, FaultPlan plan) {
        this.target = requireNonNull(target, "target");
        this.plan = requireNonNull(plan, "plan");
        this.counted = JdbcProxy.of(target, this);
    }

    /**
     * {@inheritDoc}
     *
     * @throws SQLException also with 08001 after {@link #close()}
     */
    @Override
    public Connection getConnection() throws SQLException {
        requireOpen();
        return counted.getConnection();
    }

    @Override
    public Connection getConnection(@Nullable String username, @Nullable String password) throws SQLException {
        requireOpen();
        return counted.getConnection(username, password);
    }

    /** How many connections were given out and neither closed nor aborted since, by the caller or by a fault. */
    public int openConnections() {
        synchronized (open) {
            return open.size();
        }
    }

    /**
     * Ends this data source as the death of its process would: hanging calls fail, connections that are still open are
     * aborted and closed, whatever transaction they are in. The wrapped data source stays open. Closing again changes
     * nothing. A test that looks for leaks asks {@link #openConnections()} first.
     */
    @Override
    public void close() {
        closed = true;
        plan.hanging().end(hanging -> hanging.source() == this, HangingCall.End.BROKEN);
        List<TrackedConnection> left;
        synchronized (open) {
            left = new ArrayList<>(open);
        }
        left.forEach(TrackedConnection::die);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return target.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        target.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        target.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return target.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return target.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : target.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || target.isWrapperFor(type);
    }

    FaultPlan plan() {
        return plan;
    }

    boolean isClosed() {
        return closed;
    }

    /** Takes a new connection in, under the next number. */
    Connection track(Connection opened) {
        TrackedConnection connection = new TrackedConnection(opened, this, plan.nextConnection());
        synchronized (open) {
            open.add(connection);
        }
        if (closed) {
            connection.die();
        }
        return connection.proxy();
    }

    boolean holds(TrackedConnection connection) {
        synchronized (open) {
            return open.contains(connection);
        }
    }

    /** Returns whether it was open until now. */
    boolean forget(TrackedConnection connection) {
        synchronized (open) {
            return open.remove(connection);
        }
    }

    private void requireOpen() throws SQLException {
        if (closed) {
            throw new SQLException("The FaultDataSource is closed", "08001");
        }
    }
}
