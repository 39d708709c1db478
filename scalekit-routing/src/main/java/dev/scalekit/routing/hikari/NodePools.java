package dev.scalekit.routing.hikari;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import com.zaxxer.hikari.util.DriverDataSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Makes the pool of a node from the template. Immutable, as long as nobody changes the template. */
final class NodePools {
    private static final List<String> ROUTERS = List.of("targetServerType", "loadBalanceHosts");

    /** What pgjdbc is told for pools, unless it is told something else. */
    private static final Map<String, String> POSTGRES = Map.of(
            "readOnlyMode", "always",
            "connectTimeout", "2",
            "loginTimeout", "5",
            "socketTimeout", "60");

    /** What it is told for probes in any case; the monitor sets how long it waits for an answer by itself. */
    private static final Map<String, String> POSTGRES_PROBES = Map.of(
            "connectTimeout", "2",
            "loginTimeout", "2",
            "socketTimeout", "2");

    private static final long CONNECTION_TIMEOUT = 1_000;
    private static final long VALIDATION_TIMEOUT = 500;
    private static final long KEEPALIVE = 30_000;
    /** No connection is waited for at the start. */
    private static final long NOT_AT_ALL = -1;

    private static final Credentials NOBODY = Credentials.of(null, null);

    private final HikariConfig template;
    private final HikariConfig untouched = new HikariConfig();

    NodePools(HikariConfig template) {
        this.template = template;
        if (template.getDataSource() != null
                || template.getDataSourceClassName() != null
                || template.getDataSourceJNDI() != null
                || template.getJdbcUrl() != null) {
            throw new IllegalArgumentException(
                    "template must have no jdbcUrl and no dataSource: each node has its own URL");
        }
        if (template.isReadOnly()) {
            throw new IllegalArgumentException(
                    "readOnly of the template must be false, as connections are lent for both: true");
        }
        ROUTERS.forEach(
                name -> requireAbsent(name, template.getDataSourceProperties().containsKey(name), "template"));
    }

    /** @throws IllegalArgumentException if the URL would have the driver do the router's work */
    HikariNode make(String name, String url) {
        Properties properties = properties();
        Properties probing = properties();
        String probed = url;
        if (PostgresUrl.fits(url)) {
            PostgresUrl postgres = PostgresUrl.of(url);
            requireOneNode(name, postgres);
            POSTGRES.forEach((key, value) -> {
                if (!postgres.has(key)) {
                    properties.putIfAbsent(key, value);
                }
            });
            probing.putAll(POSTGRES_PROBES);
            probed = postgres.without(POSTGRES_PROBES.keySet());
        }
        HikariConfig config = config(name);
        config.setDataSource(new DriverSource(name, driver(url, properties), () -> NOBODY));
        DriverDataSource probes = driver(probed, probing);
        HikariDataSource pool = new HikariDataSource(config);
        return new HikariNode(name, pool, new DriverSource(name, probes, () -> login(pool)));
    }

    /** Not by the properties of the pool's configuration, which a copy would share with the template. */
    private DriverDataSource driver(String url, Properties properties) {
        return new DriverDataSource(url, template.getDriverClassName(), properties, null, null);
    }

    private Properties properties() {
        Properties copy = new Properties();
        copy.putAll(template.getDataSourceProperties());
        return copy;
    }

    private static Credentials login(HikariConfig pool) {
        HikariCredentialsProvider provider = pool.getCredentialsProvider();
        return provider == null ? pool.getCredentials() : provider.getCredentials();
    }

    /** What is as HikariCP has it by itself was not set by anybody. */
    private HikariConfig config(String name) {
        HikariConfig config = new HikariConfig();
        template.copyStateTo(config);
        config.setPoolName(template.getPoolName() == null ? name : template.getPoolName() + "-" + name);
        config.setExceptionOverride(new StandbyErrors(template.getExceptionOverride()));
        if (config.getInitializationFailTimeout() == untouched.getInitializationFailTimeout()) {
            config.setInitializationFailTimeout(NOT_AT_ALL);
        }
        if (config.getConnectionTimeout() == untouched.getConnectionTimeout()) {
            config.setConnectionTimeout(CONNECTION_TIMEOUT);
        }
        if (config.getValidationTimeout() == untouched.getValidationTimeout()) {
            config.setValidationTimeout(Math.min(VALIDATION_TIMEOUT, config.getConnectionTimeout()));
        }
        if (config.getKeepaliveTime() == untouched.getKeepaliveTime()) {
            config.setKeepaliveTime(KEEPALIVE);
        }
        return config;
    }

    private static void requireOneNode(String name, PostgresUrl url) {
        if (url.hasSeveralHosts()) {
            throw new IllegalArgumentException("url of " + name + " must have one host, as a node is one server");
        }
        ROUTERS.forEach(key -> requireAbsent(key, url.has(key), "url of " + name));
    }

    private static void requireAbsent(String property, boolean isThere, String where) {
        if (isThere) {
            throw new IllegalArgumentException(
                    where + " must not have " + property + ": the router knows which node is which");
        }
    }
}
