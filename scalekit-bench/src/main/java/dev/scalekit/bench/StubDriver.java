package dev.scalekit.bench;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A driver whose databases answer each query with one row at once: what is left of a call is what stands above the driver.
 * Thread-safe.
 *
 * <p>A connection has one statement and one result, which it gives out again and again; so it allocates nothing.
 */
final class StubDriver implements Driver {
    /**
     * That of openGauss, whose driver is not here: ShardingSphere takes databases only that it knows, and of these it is the
     * nearest to PostgreSQL.
     */
    private static final String PREFIX = "jdbc:opengauss://";

    private static final StubDriver ONLY = new StubDriver();

    private final Map<String, LongAdder> queries = new ConcurrentHashMap<>();

    private StubDriver() {}

    /** Has the driver manager know it, as all that is measured asks there. */
    static StubDriver registered() throws SQLException {
        DriverManager.deregisterDriver(ONLY);
        DriverManager.registerDriver(ONLY);
        return ONLY;
    }

    static String url(String host) {
        return PREFIX + host + "/shop";
    }

    /** Returns how many queries a database has answered. */
    long queries(String host) {
        return adder(host).sum();
    }

    private LongAdder adder(String host) {
        return queries.computeIfAbsent(host, any -> new LongAdder());
    }

    @Override
    public @Nullable Connection connect(String url, Properties info) {
        if (!acceptsURL(url)) {
            return null;
        }
        String host = url.substring(PREFIX.length(), url.indexOf('/', PREFIX.length()));
        return StubConnection.open(url, adder(host));
    }

    @Override
    public boolean acceptsURL(String url) {
        return accepts(url);
    }

    static boolean accepts(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no logger");
    }
}
