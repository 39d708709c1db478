package dev.scalekit.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.Closing;
import java.util.List;
import javax.sql.DataSource;

/**
 * A data source that is measured, with the pools below it. Not thread-safe, but for its connections.
 *
 * @param source what an application would have
 * @param closing closes it, and what is below
 */
record RoutedSource(DataSource source, List<Runnable> closing) implements AutoCloseable {
    /** The pools of everybody. */
    static final int CONNECTIONS = 4;

    static HikariConfig config(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        return config;
    }

    static HikariDataSource pool(String url) {
        return new HikariDataSource(config(url));
    }

    static List<HikariDataSource> pools(List<String> urls) {
        return urls.stream().map(RoutedSource::pool).toList();
    }

    @Override
    public void close() {
        Closing.all(closing);
    }
}
