package dev.scalekit.routing.hikari;

import com.zaxxer.hikari.util.Credentials;
import com.zaxxer.hikari.util.DriverDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** New connections of the driver to one node. Thread-safe. */
final class DriverSource implements DataSource {
    private final String name;
    private final DriverDataSource driver;
    private final Supplier<Credentials> login;
    private volatile int loginTimeout;

    /** @param login who logs in where nobody is named; without a user, whom the URL or the driver has */
    DriverSource(String name, DriverDataSource driver, Supplier<Credentials> login) {
        this.name = name;
        this.driver = driver;
        this.login = login;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Credentials now = login.get();
        return getConnection(now.getUsername(), now.getPassword());
    }

    @Override
    public Connection getConnection(@Nullable String username, @Nullable String password) throws SQLException {
        return username == null ? driver.getConnection() : driver.getConnection(username, password);
    }

    /**
     * Only noted, and HikariCP asks for it: it waits that long, when it is closed, for a connection that is being opened. The
     * driver has its timeouts from its properties; the driver manager has one for all of the JVM.
     */
    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException(this + " has no logger of java.util.logging");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException(this + " is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return "DriverSource[" + name + "]";
    }
}
