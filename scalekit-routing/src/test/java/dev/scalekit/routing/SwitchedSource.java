package dev.scalekit.routing;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A source that a test switches off, with what it throws then. Thread-safe. */
final class SwitchedSource implements DataSource {
    private final DataSource source;
    private volatile @Nullable Throwable failure;

    SwitchedSource(DataSource source) {
        this.source = source;
    }

    void off(Throwable failure) {
        this.failure = failure;
    }

    /** As a server that nobody listens on. */
    void off() {
        off(new SQLException("Connection refused", "08001"));
    }

    void on() {
        failure = null;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Throwable thrown = failure;
        if (thrown instanceof SQLException refused) {
            throw refused;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return source.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
