package dev.scalekit.session;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Plants a bug under a store: its statements are prepared otherwise than it wants. Thread-safe. */
final class RewritingDataSource implements DataSource {
    private final DataSource target;
    private final UnaryOperator<String> rewriting;
    private final boolean commitsAtOnce;
    private final AtomicInteger rewritten = new AtomicInteger();

    /** @param commitsAtOnce whether transactions are ignored */
    RewritingDataSource(DataSource target, UnaryOperator<String> rewriting, boolean commitsAtOnce) {
        this.target = target;
        this.rewriting = rewriting;
        this.commitsAtOnce = commitsAtOnce;
    }

    /** Returns how many statements were another than wanted: with none there is no bug. */
    int rewritten() {
        return rewritten.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = target.getConnection();
        return (Connection) Proxy.newProxyInstance(
                RewritingDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, given) -> {
                    if (commitsAtOnce
                            && (method.getName().equals("setAutoCommit")
                                    || method.getName().equals("commit"))) {
                        rewritten.incrementAndGet();
                        return null;
                    }
                    if (method.getName().equals("prepareStatement")) {
                        String sql = rewriting.apply((String) given[0]);
                        if (!sql.equals(given[0])) {
                            rewritten.incrementAndGet();
                        }
                        given[0] = sql;
                    }
                    try {
                        return method.invoke(connection, given);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLException("Nobody asks for a user here");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return target.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
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
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return target.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return target.isWrapperFor(type);
    }
}
