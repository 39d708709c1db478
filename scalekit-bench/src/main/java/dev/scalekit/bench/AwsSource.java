package dev.scalekit.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import software.amazon.jdbc.ConnectionProviderManager;
import software.amazon.jdbc.Driver;
import software.amazon.jdbc.HikariPooledConnectionProvider;
import software.amazon.jdbc.ds.AwsWrapperDataSource;
import software.amazon.jdbc.util.HikariCPSQLException;

/**
 * The AWS Advanced JDBC Wrapper on a database that is not Amazon's, for which its documentation offers the plug-in {@code
 * srw} alone: two endpoints, one of which is taken by {@code setReadOnly}, and whose roles it cannot verify then. Not
 * instantiable.
 */
final class AwsSource {
    static final String WRAPPER = "aws-wrapper:";

    private AwsSource() {}

    /** Its pools are those of the whole JVM. */
    static RoutedSource withPoolsInside(NodeUrls urls) {
        // By itself it has pools for the addresses of Amazon's databases only.
        Driver.setCustomConnectionProvider(new HikariPooledConnectionProvider(
                (host, properties) -> sized(),
                (host, properties) -> host.getHostAndPort(),
                (host, properties) -> true,
                TimeUnit.HOURS.toNanos(1),
                TimeUnit.HOURS.toNanos(1)));
        AwsWrapperDataSource source = new AwsWrapperDataSource();
        source.setJdbcUrl(NodeUrls.within(WRAPPER, urls.primary()));
        source.setTargetDataSourceProperties(splitting(urls));
        return new RoutedSource(source, List.of(AwsSource::release));
    }

    /** With all plug-ins that it has by itself, among them that of failover; reads from the standby that is not promoted. */
    static OutageLoop.Sources withSeveralHosts(NodeUrls urls) {
        return OutageLoop.Sources.of(
                wrapped(urls.all()), wrapped(urls.standbys().get(1)));
    }

    private static HikariConfig wrapped(String url) {
        HikariConfig config = RoutedSource.config(NodeUrls.within(WRAPPER, url));
        config.setExceptionOverrideClassName(HikariCPSQLException.class.getName());
        return config;
    }

    private static HikariConfig sized() {
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(RoutedSource.CONNECTIONS);
        return config;
    }

    static RoutedSource withPoolOutside(NodeUrls urls) {
        HikariConfig config = wrapped(urls.primary());
        config.setDataSourceProperties(splitting(urls));
        HikariDataSource pool = new HikariDataSource(config);
        return new RoutedSource(pool, List.of(pool::close, AwsSource::release));
    }

    private static Properties splitting(NodeUrls urls) {
        Properties properties = new Properties();
        properties.setProperty("wrapperPlugins", "srw");
        properties.setProperty("srwWriteEndpoint", NodeUrls.host(urls.primary()));
        properties.setProperty("srwReadEndpoint", NodeUrls.host(urls.standbys().get(0)));
        properties.setProperty("verifyNewSrwConnections", "false");
        properties.setProperty("wrapperDialect", "pg");
        return properties;
    }

    private static void release() {
        // Driver.releaseResources needs the SDK of Amazon's services, which nothing else here does.
        ConnectionProviderManager.releaseResources();
        Driver.resetCustomConnectionProvider();
    }
}
