package dev.scalekit.bench;

import java.lang.reflect.Constructor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;

/** The statement of a {@link StubConnection}, prepared or not. What is not here answers nothing. Not thread-safe. */
abstract class StubStatement implements PreparedStatement {
    private static final Constructor<? extends StubStatement> WHOLE = StubClasses.whole(StubStatement.class);

    private final Connection connection;
    private final LongAdder queries;
    private final StubRows rows;
    private boolean isClosed;

    StubStatement(Connection connection, LongAdder queries) {
        this.connection = connection;
        this.queries = queries;
        this.rows = StubRows.one(this);
    }

    static StubStatement of(Connection connection, LongAdder queries) {
        return StubClasses.make(WHOLE, connection, queries);
    }

    final StubStatement opened() {
        isClosed = false;
        return this;
    }

    private ResultSet query() throws SQLException {
        if (isClosed) {
            throw new SQLException("The statement is closed", "24000");
        }
        queries.increment();
        return rows.opened();
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return query();
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return query();
    }

    @Override
    public boolean execute() throws SQLException {
        query();
        return true;
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        query();
        return true;
    }

    @Override
    public ResultSet getResultSet() {
        return rows;
    }

    @Override
    public int getUpdateCount() {
        return -1;
    }

    @Override
    public int getResultSetType() {
        return ResultSet.TYPE_FORWARD_ONLY;
    }

    @Override
    public int getResultSetConcurrency() {
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public boolean isClosed() {
        return isClosed;
    }

    @Override
    public void close() {
        isClosed = true;
        rows.close();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }
}
