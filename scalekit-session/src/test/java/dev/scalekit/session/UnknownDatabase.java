package dev.scalekit.session;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A database of which nothing is known but how it calls itself. Immutable. */
record UnknownDatabase(String product) implements DataSource {
    @Override
    public Connection getConnection() {
        DatabaseMetaData metaData = (DatabaseMetaData) answering(DatabaseMetaData.class, product);
        return (Connection) answering(Connection.class, metaData);
    }

    /** Returns an object that answers so to what returns such a thing, with true, 0 or nothing to all else. */
    private static Object answering(Class<?> type, Object answer) {
        return Proxy.newProxyInstance(
                UnknownDatabase.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Class<?> wanted = method.getReturnType();
                    if (wanted == boolean.class) {
                        return true;
                    }
                    if (wanted == int.class) {
                        return 0;
                    }
                    return wanted.isInstance(answer) ? answer : null;
                });
    }

    @Override
    public Connection getConnection(String username, String password) {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
