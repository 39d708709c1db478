package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.ClientInfoStatus;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The connection that an application has. What is set on it is remembered, and a node is chosen when there is a statement: {@link
 * Route} does that, and here is what JDBC says. For one thread at a time, as any connection, but for {@link #abort}.
 */
final class RoutedConnection implements Connection {
    private final Route route;

    RoutedConnection(Route route) {
        this.route = route;
    }

    // What its statements need.

    boolean isMovable() {
        return route.isMovable();
    }

    int generation() {
        return route.attachment().generation();
    }

    void ready(RoutedStatement statement) throws SQLException {
        route.ready(statement);
    }

    /** Before a result of that generation writes a row: another one's connection is gone, which the driver says. */
    void requireUsable(int generation) throws SQLException {
        if (generation == route.attachment().generation()) {
            route.requireUsable();
        }
    }

    void rowWritten() {
        route.rowWritten();
    }

    void executed() {
        route.executed();
    }

    void failed(RoutedStatement statement, Throwable failure) throws SQLException {
        route.failed(statement, failure);
    }

    OpenStatements openStatements() {
        return route.attachment().taken().statements;
    }

    /** Returns a result that no statement of ours has made, of the catalogue for example: it counts as open until it is closed. */
    ResultSet opened(int generation, ResultSet result) {
        RoutedResultSet opened = new RoutedResultSet(this, generation, result);
        if (generation == generation()) {
            openStatements().add(opened);
        }
        return opened;
    }

    /** Returns what a driver has given for a value, which is a result for a cursor. */
    @Nullable
    Object value(int generation, @Nullable Object given) {
        return given instanceof ResultSet result ? opened(generation, result) : given;
    }

    /** As {@link #value(int, Object)}, if that is of the type that was asked for: who asks for one of the driver gets it. */
    <T> @Nullable T value(int generation, @Nullable T given, Class<T> type) {
        return type.isAssignableFrom(ResultSet.class) ? type.cast(value(generation, given)) : given;
    }

    /** Returns what to throw for a failure of a statement of that generation, which says nothing of what was executed. */
    SQLException noted(int generation, SQLException failure) {
        return generation == route.attachment().generation() ? route.noted(failure) : failure;
    }

    /** As {@link #noted(int, SQLException)}, while the answer to an execution was read. */
    SQLException unread(int generation, SQLException failure) {
        return generation == route.attachment().generation() ? route.unread(failure) : failure;
    }

    /** Tells whether a statement or result of that generation failed to close since its connection is lost, which is noted. */
    @SuppressWarnings("ReferenceEquality") // What says nothing of the connection is returned as it is.
    boolean isLoss(int generation, SQLException failure) {
        return generation != route.attachment().generation() || route.noted(failure) != failure;
    }

    // Statements. Each takes a physical connection, if there is none.

    private <S extends Statement> S made(Making<S> making) throws SQLException {
        Connection physical = route.attachment().physical();
        try {
            return making.on(physical);
        } catch (SQLException e) {
            throw route.noted(e);
        }
    }

    private Statement statement(Making<Statement> making) throws SQLException {
        return new RoutedStatement(this, making, made(making));
    }

    private PreparedStatement prepared(Making<PreparedStatement> making) throws SQLException {
        return new RoutedPreparedStatement(this, making, made(making));
    }

    private CallableStatement callable(Making<CallableStatement> making) throws SQLException {
        return new RoutedCallableStatement(this, making, made(making));
    }

    @Override
    public Statement createStatement() throws SQLException {
        return statement(Connection::createStatement);
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return statement(it -> it.createStatement(type, concurrency));
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        return statement(it -> it.createStatement(type, concurrency, holdability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return prepared(it -> it.prepareStatement(sql));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return prepared(it -> it.prepareStatement(sql, type, concurrency));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return prepared(it -> it.prepareStatement(sql, type, concurrency, holdability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int generatedKeys) throws SQLException {
        return prepared(it -> it.prepareStatement(sql, generatedKeys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
        return prepared(it -> it.prepareStatement(sql, columns));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
        return prepared(it -> it.prepareStatement(sql, columns));
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        return callable(it -> it.prepareCall(sql));
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return callable(it -> it.prepareCall(sql, type, concurrency));
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        return callable(it -> it.prepareCall(sql, type, concurrency, holdability));
    }

    // Other things of a physical connection.

    /** Asks the physical connection. */
    @FunctionalInterface
    private interface Asked<R extends @Nullable Object> {
        R of(Connection physical) throws SQLException;
    }

    private <R extends @Nullable Object> R ask(Asked<R> asked) throws SQLException {
        Connection physical = route.attachment().physical();
        try {
            return asked.of(physical);
        } catch (SQLException e) {
            throw route.noted(e);
        }
    }

    private <R> R bound(Asked<R> asked) throws SQLException {
        R made = ask(asked);
        route.bound();
        return made;
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        requireNonNull(route.attachment().physical());
        return RoutedMetaData.of(this, () -> route.attachment().physical().getMetaData());
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        return ask(it -> it.nativeSQL(sql));
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        return bound(Connection::setSavepoint);
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        return bound(it -> it.setSavepoint(name));
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        ask(it -> {
            it.rollback(savepoint);
            return savepoint;
        });
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        ask(it -> {
            it.releaseSavepoint(savepoint);
            return savepoint;
        });
    }

    @Override
    public Clob createClob() throws SQLException {
        return bound(Connection::createClob);
    }

    @Override
    public Blob createBlob() throws SQLException {
        return bound(Connection::createBlob);
    }

    @Override
    public NClob createNClob() throws SQLException {
        return bound(Connection::createNClob);
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        return bound(Connection::createSQLXML);
    }

    @Override
    public Array createArrayOf(String type, Object[] elements) throws SQLException {
        return bound(it -> it.createArrayOf(type, elements));
    }

    @Override
    public Struct createStruct(String type, Object[] attributes) throws SQLException {
        return bound(it -> it.createStruct(type, attributes));
    }

    // Transactions.

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        route.autoCommit(autoCommit);
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        route.attachment().requireOpen();
        return route.declared().autoCommit();
    }

    @Override
    public void commit() throws SQLException {
        route.commit();
    }

    @Override
    public void rollback() throws SQLException {
        route.rollback();
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        route.readOnly(readOnly);
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        route.attachment().requireOpen();
        return route.declared().readOnly;
    }

    // What is remembered, and set on each physical connection.

    /** Sets it on the physical connection, if there is one, which may refuse it; it is remembered after that. */
    private void set(Change change) throws SQLException {
        route.attachment().requireOpen();
        Held taken = route.attachment().held();
        if (taken != null) {
            try {
                change.on(taken.physical);
            } catch (SQLException e) {
                throw route.noted(e);
            } catch (RuntimeException | Error e) {
                // It may be set, and who gets the connection next must not find it.
                route.attachment().discard(taken);
                throw e;
            }
        }
    }

    @FunctionalInterface
    private interface Change {
        void on(Connection physical) throws SQLException;
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        route.attachment().requireOpen();
        if (level < TRANSACTION_READ_UNCOMMITTED || level > TRANSACTION_SERIALIZABLE || Integer.bitCount(level) > 1) {
            throw new SQLException(
                    "isolation must be one of the constants of java.sql.Connection but TRANSACTION_NONE: " + level,
                    "22023");
        }
        set(it -> it.setTransactionIsolation(level));
        route.declared().requested().isolation = level;
        route.attachment().giveBackIfIdle();
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        Integer set = requested().isolation;
        return set == null ? route.defaults().isolation() : set;
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        route.attachment().requireOpen();
        if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT && holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            throw new SQLException("holdability must be one of the constants of ResultSet: " + holdability, "22023");
        }
        set(it -> it.setHoldability(holdability));
        route.declared().requested().holdability = holdability;
    }

    @Override
    public int getHoldability() throws SQLException {
        Integer set = requested().holdability;
        return set == null ? route.defaults().holdability() : set;
    }

    @Override
    public void setCatalog(@Nullable String catalog) throws SQLException {
        set(it -> it.setCatalog(catalog));
        route.declared().requested().catalog = catalog;
    }

    @Override
    public @Nullable String getCatalog() throws SQLException {
        String set = requested().catalog;
        return set == null ? route.defaults().catalog() : set;
    }

    @Override
    public void setSchema(@Nullable String schema) throws SQLException {
        set(it -> it.setSchema(schema));
        route.declared().requested().schema = schema;
    }

    @Override
    public @Nullable String getSchema() throws SQLException {
        String set = requested().schema;
        return set == null ? route.defaults().schema() : set;
    }

    @Override
    public void setNetworkTimeout(@Nullable Executor executor, int milliseconds) throws SQLException {
        route.attachment().requireOpen();
        if (milliseconds < 0) {
            throw new SQLException("networkTimeout must be at least 0 ms: " + milliseconds, "22023");
        }
        set(it -> it.setNetworkTimeout(executor, milliseconds));
        route.declared().requested().networkTimeout = new Requested.NetworkTimeout(executor, milliseconds);
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        Requested.NetworkTimeout set = requested().networkTimeout;
        return set == null ? route.defaults().networkTimeout() : set.millis();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        requireNonNull(map, "map");
        set(it -> it.setTypeMap(map));
        route.declared().requested().typeMap = new HashMap<>(map);
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        Map<String, Class<?>> set = requested().typeMap;
        return set == null ? new HashMap<>() : new HashMap<>(set);
    }

    @Override
    public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
        requireNonNull(name, "name");
        try {
            set(it -> route.declared().requested().applyClientInfo(it, name, value));
            route.declared().requested().clientInfo.put(name, value);
        } catch (SQLClientInfoException e) {
            throw e;
        } catch (SQLException e) {
            throw new SQLClientInfoException(
                    e.getMessage(), e.getSQLState(), Map.of(name, ClientInfoStatus.REASON_UNKNOWN), e);
        }
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        if (route.attachment().isClosed()) {
            throw new SQLClientInfoException("The connection is closed", "08003", Map.of());
        }
        for (String name : properties.stringPropertyNames()) {
            setClientInfo(name, properties.getProperty(name));
        }
    }

    @Override
    public @Nullable String getClientInfo(String name) throws SQLException {
        Map<String, @Nullable String> set = requested().clientInfo;
        return set.containsKey(name) ? set.get(name) : ask(it -> it.getClientInfo(name));
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        Properties all = new Properties();
        Properties physical = ask(Connection::getClientInfo);
        if (physical != null) {
            all.putAll(physical);
        }
        new LinkedHashMap<>(requested().clientInfo).forEach((name, value) -> {
            if (value == null) {
                all.remove(name);
            } else {
                all.setProperty(name, value);
            }
        });
        return all;
    }

    private Requested requested() throws SQLException {
        route.attachment().requireOpen();
        return route.declared().requestedSoFar();
    }

    // Its state.

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        route.attachment().requireOpen();
        Held taken = route.attachment().held();
        return taken == null ? null : taken.physical.getWarnings();
    }

    @Override
    public void clearWarnings() throws SQLException {
        set(Connection::clearWarnings);
    }

    /** Without a physical connection: whether there is a node for its statements, as far as is known. */
    @Override
    public boolean isValid(int seconds) throws SQLException {
        if (seconds < 0) {
            throw new SQLException("timeout must be at least 0 seconds: " + seconds, "22023");
        }
        return route.attachment().isValid(seconds);
    }

    @Override
    public boolean isClosed() {
        return route.attachment().isClosed();
    }

    @Override
    public void close() {
        route.attachment().close();
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw new SQLException("executor must not be null", "22023");
        }
        route.attachment().abort();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        Connection physical = route.attachment().physical();
        // Nobody looks at what is done with it.
        route.attachment().requireUsable(route.attachment().taken());
        route.bound();
        route.attachment().taken().isUnwrapped = true;
        return type.isInstance(physical) ? type.cast(physical) : physical.unwrap(type);
    }

    /** Asks a physical connection, unless the question is about this class: nobody else knows. */
    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || ask(it -> type.isInstance(it) || it.isWrapperFor(type));
    }

    @Override
    public String toString() {
        return "RoutedConnection[" + route + "]";
    }
}
