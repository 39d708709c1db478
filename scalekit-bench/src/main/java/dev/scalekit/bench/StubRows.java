package dev.scalekit.bench;

import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.sql.Types;

/** One row with the number 42 in each column, or none. What is not here answers nothing. Not thread-safe. */
abstract class StubRows implements ResultSet {
    static final int VALUE = 42;

    private static final Constructor<? extends StubRows> WHOLE = StubClasses.whole(StubRows.class);

    private final Statement statement;
    private final int count;
    private int at;
    private boolean isClosed;

    StubRows(Statement statement, int count) {
        this.statement = statement;
        this.count = count;
    }

    static StubRows one(Statement statement) {
        return StubClasses.make(WHOLE, statement, 1);
    }

    static StubRows none(Statement statement) {
        return StubClasses.make(WHOLE, statement, 0);
    }

    final StubRows opened() {
        at = 0;
        isClosed = false;
        return this;
    }

    @Override
    public boolean next() {
        return at++ < count;
    }

    @Override
    public int getInt(int column) {
        return VALUE;
    }

    @Override
    public int getInt(String column) {
        return VALUE;
    }

    @Override
    public Object getObject(int column) {
        return VALUE;
    }

    @Override
    public String getString(int column) {
        return String.valueOf(VALUE);
    }

    @Override
    public Statement getStatement() {
        return statement;
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
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }

    /** Off the measured path. */
    @Override
    public ResultSetMetaData getMetaData() {
        return (ResultSetMetaData) Proxy.newProxyInstance(
                StubRows.class.getClassLoader(),
                new Class<?>[] {ResultSetMetaData.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getColumnCount" -> 1;
                    case "getColumnType" -> Types.INTEGER;
                    default ->
                        method.getReturnType() == boolean.class
                                ? (Object) false
                                : method.getReturnType() == int.class ? (Object) 0 : "amount";
                });
    }
}
