package dev.scalekit.bench;

import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A connection of the {@link StubDriver}. What is not here answers nothing. Not thread-safe. */
abstract class StubConnection implements Connection {
    private static final Constructor<? extends StubConnection> WHOLE = StubClasses.whole(StubConnection.class);

    private final String url;
    private final StubStatement statement;
    private boolean isAutoCommit = true;
    private boolean isReadOnly;
    private boolean isClosed;
    private int isolation = TRANSACTION_READ_COMMITTED;
    private int networkTimeout;

    StubConnection(String url, LongAdder queries) {
        this.url = url;
        this.statement = StubStatement.of(this, queries);
    }

    static Connection open(String url, LongAdder queries) {
        return StubClasses.make(WHOLE, url, queries);
    }

    @Override
    public Statement createStatement() {
        return statement.opened();
    }

    @Override
    public Statement createStatement(int type, int concurrency) {
        return statement.opened();
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) {
        return statement.opened();
    }

    @Override
    public PreparedStatement prepareStatement(String sql) {
        return statement.opened();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) {
        return statement.opened();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability) {
        return statement.opened();
    }

    @Override
    public void setAutoCommit(boolean autoCommit) {
        isAutoCommit = autoCommit;
    }

    @Override
    public boolean getAutoCommit() {
        return isAutoCommit;
    }

    @Override
    public void setReadOnly(boolean readOnly) {
        isReadOnly = readOnly;
    }

    @Override
    public boolean isReadOnly() {
        return isReadOnly;
    }

    @Override
    public void setTransactionIsolation(int level) {
        isolation = level;
    }

    @Override
    public int getTransactionIsolation() {
        return isolation;
    }

    @Override
    public int getHoldability() {
        return ResultSet.CLOSE_CURSORS_AT_COMMIT;
    }

    @Override
    public void setNetworkTimeout(@Nullable Executor executor, int milliseconds) {
        networkTimeout = milliseconds;
    }

    @Override
    public int getNetworkTimeout() {
        return networkTimeout;
    }

    @Override
    public String getCatalog() {
        return "shop";
    }

    @Override
    public String getSchema() {
        return "public";
    }

    @Override
    public Properties getClientInfo() {
        return new Properties();
    }

    @Override
    public boolean isValid(int timeout) {
        return !isClosed;
    }

    @Override
    public boolean isClosed() {
        return isClosed;
    }

    @Override
    public void close() {
        isClosed = true;
    }

    @Override
    public void abort(@Nullable Executor executor) {
        isClosed = true;
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }

    /** Off the measured path. */
    @Override
    public DatabaseMetaData getMetaData() {
        return (DatabaseMetaData) Proxy.newProxyInstance(
                StubConnection.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (proxy, method, arguments) -> answer(method.getName(), method.getReturnType()));
    }

    private @Nullable Object answer(String method, Class<?> type) {
        return switch (method) {
            case "getConnection" -> this;
            case "getURL" -> url;
            case "getDatabaseProductName" -> "PostgreSQL";
            case "getDatabaseProductVersion" -> "18.0";
            case "getUserName" -> "shop";
            default -> {
                if (type == ResultSet.class) {
                    yield StubRows.none(statement);
                }
                yield type == boolean.class ? (Object) false : type == int.class ? (Object) 18 : null;
            }
        };
    }
}
