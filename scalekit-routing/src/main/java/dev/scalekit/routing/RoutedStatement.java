package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A statement that a {@link RoutedConnection} has given out. The connection is asked before each execution, and may have the
 * statement made anew on another node; it hears of each failure. Not thread-safe, but for {@link #cancel()}.
 */
class RoutedStatement implements Statement {
    private static final Logger LOG = LoggerFactory.getLogger(RoutedStatement.class);

    // Slots of the recording: of the two ways to limit the rows, the last counts.
    private static final int MAX_FIELD_SIZE = 0;
    private static final int MAX_ROWS = 1;
    private static final int ESCAPE_PROCESSING = 2;
    private static final int QUERY_TIMEOUT = 3;
    private static final int CURSOR_NAME = 4;
    private static final int FETCH_DIRECTION = 5;
    private static final int FETCH_SIZE = 6;
    private static final int POOLABLE = 7;
    private static final int CLOSE_ON_COMPLETION = 8;

    final RoutedConnection connection;
    /** Null for one that the driver has made for a result of the catalogue: it is not moved, and not counted. */
    private final @Nullable Making<?> making;

    private Statement delegate;

    /** The delegate, for {@link #cancel()}, if there was another one before: to write it each time would cost a fence. */
    private volatile @Nullable Statement moved;

    private int generation;
    /** Those of the same physical connection, and its neighbours among them. */
    private @Nullable OpenStatements siblings;

    @Nullable
    RoutedStatement next;

    @Nullable
    RoutedStatement previous;

    private @Nullable Recording<Statement> settings;
    private @Nullable RoutedResultSet result;
    private @Nullable RoutedResultSet keys;
    private boolean isPinned;
    private boolean isBatched;
    private boolean closesOnCompletion;
    private boolean isClosed;

    RoutedStatement(RoutedConnection connection, @Nullable Making<?> making, Statement delegate) {
        this.connection = connection;
        this.making = making;
        this.delegate = delegate;
        join();
    }

    private void join() {
        generation = connection.generation();
        if (making != null) {
            siblings = connection.openStatements();
            siblings.add(this);
        }
    }

    private void leave() {
        if (siblings != null) {
            siblings.remove(this);
            siblings = null;
        }
    }

    /** Returns which of the physical connections of its connection it is of. */
    final int generation() {
        return generation;
    }

    // Moving to another node.

    /** Whether {@link #rebind} would lose nothing: neither an open result, nor a batch, nor what was set. */
    boolean isMovable() {
        return making != null
                && !isPinned
                && !isBatched
                && !isOpen(result)
                && !isOpen(keys)
                && !isClosed
                && !(closesOnCompletion && isClosedByDriver());
    }

    private static boolean isOpen(@Nullable RoutedResultSet result) {
        return result != null && result.isOpen();
    }

    private boolean isClosedByDriver() {
        try {
            return delegate.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /**
     * Makes the same statement on another connection, with the same settings and parameters, and closes the one there was. If that
     * fails all is as before.
     */
    final void rebind(Connection physical) throws SQLException {
        if (making == null) {
            throw new IllegalStateException("A statement of the catalogue stays where it is");
        }
        Statement made = making.on(physical);
        try {
            replay(made);
        } catch (SQLException | RuntimeException | Error e) {
            closeQuietly(made);
            throw e;
        }
        Statement left = delegate;
        bind(made);
        leave();
        join();
        closeQuietly(left);
    }

    void replay(Statement to) throws SQLException {
        if (settings != null) {
            settings.replay(to);
        }
    }

    void bind(Statement to) {
        delegate = to;
        moved = to;
    }

    private static void closeQuietly(Statement left) {
        try {
            left.close();
        } catch (Throwable e) {
            // Whatever a driver throws: what was to be made is made.
            LOG.debug("A statement could not be closed on the node that was left", e);
        }
    }

    /** It cannot be made anew from now on. */
    final void pin() {
        isPinned = true;
    }

    final void batched() {
        isBatched = true;
    }

    private void record(int slot, Recording.Setting<Statement> setting) {
        if (settings == null) {
            settings = new Recording<>();
        }
        settings.set(slot, setting);
    }

    // Executions.

    /** Executes it, again where the connection says so. Only what a driver has thrown is a failure of the node. */
    final <R> R execute(Execution<R> execution) throws SQLException {
        if (isClosed) {
            // The driver says so; no node is needed for that.
            return execution.on(delegate);
        }
        // The driver closes them now.
        result = null;
        keys = null;
        while (true) {
            connection.ready(this);
            R executed;
            try {
                executed = execution.on(delegate);
            } catch (SQLException | RuntimeException | Error e) {
                connection.failed(this, e);
                continue;
            }
            connection.executed();
            return executed;
        }
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return result(execute(to -> to.executeQuery(sql)));
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return execute(to -> to.executeUpdate(sql));
    }

    @Override
    public int executeUpdate(String sql, int generatedKeys) throws SQLException {
        return execute(to -> to.executeUpdate(sql, generatedKeys));
    }

    @Override
    public int executeUpdate(String sql, int[] columns) throws SQLException {
        return execute(to -> to.executeUpdate(sql, columns));
    }

    @Override
    public int executeUpdate(String sql, String[] columns) throws SQLException {
        return execute(to -> to.executeUpdate(sql, columns));
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return execute(to -> to.executeLargeUpdate(sql));
    }

    @Override
    public long executeLargeUpdate(String sql, int generatedKeys) throws SQLException {
        return execute(to -> to.executeLargeUpdate(sql, generatedKeys));
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
        return execute(to -> to.executeLargeUpdate(sql, columns));
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
        return execute(to -> to.executeLargeUpdate(sql, columns));
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return execute(to -> to.execute(sql));
    }

    @Override
    public boolean execute(String sql, int generatedKeys) throws SQLException {
        return execute(to -> to.execute(sql, generatedKeys));
    }

    @Override
    public boolean execute(String sql, int[] columns) throws SQLException {
        return execute(to -> to.execute(sql, columns));
    }

    @Override
    public boolean execute(String sql, String[] columns) throws SQLException {
        return execute(to -> to.execute(sql, columns));
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        delegate.addBatch(sql);
        batched();
    }

    @Override
    public void clearBatch() throws SQLException {
        delegate.clearBatch();
        isBatched = false;
    }

    @Override
    public int[] executeBatch() throws SQLException {
        int[] counts = execute(Statement::executeBatch);
        isBatched = false;
        return counts;
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        long[] counts = execute(Statement::executeLargeBatch);
        isBatched = false;
        return counts;
    }

    /** Another thread may call it while this one executes. */
    @Override
    public void cancel() throws SQLException {
        Statement last = moved;
        (last == null ? delegate : last).cancel();
    }

    // Results.

    /** Returns the result for the caller, the same one for the same. */
    final RoutedResultSet result(ResultSet executed) {
        RoutedResultSet known = result;
        if (known == null || !known.isOf(executed)) {
            known = new RoutedResultSet(connection, this, executed);
            result = known;
        }
        return known;
    }

    /** One of its results was closed, and perhaps the statement with it. */
    final void resultClosed() throws SQLException {
        if (closesOnCompletion && !isClosed && delegate.isClosed()) {
            ended();
        }
    }

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        try {
            ResultSet current = delegate.getResultSet();
            return current == null ? null : result(current);
        } catch (SQLException e) {
            throw connection.unread(generation, e);
        }
    }

    @Override
    public @Nullable ResultSet getGeneratedKeys() throws SQLException {
        try {
            ResultSet generated = delegate.getGeneratedKeys();
            if (generated == null) {
                return null;
            }
            RoutedResultSet known = keys;
            if (known == null || !known.isOf(generated)) {
                known = new RoutedResultSet(connection, this, generated);
                keys = known;
            }
            return known;
        } catch (SQLException e) {
            throw connection.unread(generation, e);
        }
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        try {
            return delegate.getMoreResults();
        } catch (SQLException e) {
            throw connection.unread(generation, e);
        }
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        if (current == KEEP_CURRENT_RESULT) {
            // How many are open is not known any more.
            pin();
        }
        try {
            return delegate.getMoreResults(current);
        } catch (SQLException e) {
            throw connection.unread(generation, e);
        }
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return delegate.getUpdateCount();
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        return delegate.getLargeUpdateCount();
    }

    @Override
    public int getResultSetConcurrency() throws SQLException {
        return delegate.getResultSetConcurrency();
    }

    @Override
    public int getResultSetType() throws SQLException {
        return delegate.getResultSetType();
    }

    @Override
    public int getResultSetHoldability() throws SQLException {
        return delegate.getResultSetHoldability();
    }

    // Settings.

    @Override
    public int getMaxFieldSize() throws SQLException {
        return delegate.getMaxFieldSize();
    }

    @Override
    public void setMaxFieldSize(int bytes) throws SQLException {
        delegate.setMaxFieldSize(bytes);
        record(MAX_FIELD_SIZE, to -> to.setMaxFieldSize(bytes));
    }

    @Override
    public int getMaxRows() throws SQLException {
        return delegate.getMaxRows();
    }

    @Override
    public void setMaxRows(int rows) throws SQLException {
        delegate.setMaxRows(rows);
        record(MAX_ROWS, to -> to.setMaxRows(rows));
    }

    @Override
    public long getLargeMaxRows() throws SQLException {
        return delegate.getLargeMaxRows();
    }

    @Override
    public void setLargeMaxRows(long rows) throws SQLException {
        delegate.setLargeMaxRows(rows);
        record(MAX_ROWS, to -> to.setLargeMaxRows(rows));
    }

    @Override
    public void setEscapeProcessing(boolean enabled) throws SQLException {
        delegate.setEscapeProcessing(enabled);
        record(ESCAPE_PROCESSING, to -> to.setEscapeProcessing(enabled));
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        return delegate.getQueryTimeout();
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        delegate.setQueryTimeout(seconds);
        record(QUERY_TIMEOUT, to -> to.setQueryTimeout(seconds));
    }

    @Override
    public void setCursorName(@Nullable String name) throws SQLException {
        delegate.setCursorName(name);
        record(CURSOR_NAME, to -> to.setCursorName(name));
    }

    @Override
    public int getFetchDirection() throws SQLException {
        return delegate.getFetchDirection();
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        delegate.setFetchDirection(direction);
        record(FETCH_DIRECTION, to -> to.setFetchDirection(direction));
    }

    @Override
    public int getFetchSize() throws SQLException {
        return delegate.getFetchSize();
    }

    @Override
    public void setFetchSize(int rows) throws SQLException {
        delegate.setFetchSize(rows);
        record(FETCH_SIZE, to -> to.setFetchSize(rows));
    }

    @Override
    public boolean isPoolable() throws SQLException {
        return delegate.isPoolable();
    }

    @Override
    public void setPoolable(boolean poolable) throws SQLException {
        delegate.setPoolable(poolable);
        record(POOLABLE, to -> to.setPoolable(poolable));
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        return delegate.isCloseOnCompletion();
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        delegate.closeOnCompletion();
        closesOnCompletion = true;
        record(CLOSE_ON_COMPLETION, Statement::closeOnCompletion);
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        return delegate.getWarnings();
    }

    @Override
    public void clearWarnings() throws SQLException {
        delegate.clearWarnings();
    }

    // Quoting.

    @Override
    public String enquoteLiteral(String text) throws SQLException {
        return delegate.enquoteLiteral(text);
    }

    @Override
    public String enquoteNCharLiteral(String text) throws SQLException {
        return delegate.enquoteNCharLiteral(text);
    }

    @Override
    public String enquoteIdentifier(String name, boolean always) throws SQLException {
        return delegate.enquoteIdentifier(name, always);
    }

    @Override
    public boolean isSimpleIdentifier(String name) throws SQLException {
        return delegate.isSimpleIdentifier(name);
    }

    // The statement itself.

    @Override
    public Connection getConnection() {
        return connection;
    }

    /** The driver may have closed it, with its last result or its connection. */
    @Override
    public boolean isClosed() throws SQLException {
        boolean closed = delegate.isClosed();
        if (closed) {
            ended();
        }
        return closed;
    }

    @Override
    public void close() throws SQLException {
        try {
            delegate.close();
        } catch (SQLException e) {
            if (!connection.isLoss(generation, e)) {
                throw e;
            }
            // It is closed with its connection: whoever heard of a failure now would take what was executed for lost.
        } finally {
            ended();
        }
    }

    private void ended() {
        if (!isClosed) {
            isClosed = true;
            leave();
        }
    }

    /** Whoever has the driver's own may set what is not recorded. */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        pin();
        return delegate.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || delegate.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + '[' + delegate + ']';
    }
}
