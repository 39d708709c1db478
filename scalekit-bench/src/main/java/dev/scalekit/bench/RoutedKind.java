package dev.scalekit.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.routing.Consistency;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/** Who chooses the database of a connection. Immutable. */
enum RoutedKind {
    /** Nobody: the pool of the primary. */
    POOL {
        @Override
        RoutedSource open(NodeUrls urls) {
            HikariDataSource pool = RoutedSource.pool(urls.primary());
            return new RoutedSource(pool, List.of(pool::close));
        }
    },

    /** Ours, which reads what is at most a second old. */
    SCALEKIT {
        @Override
        RoutedSource open(NodeUrls urls) {
            return ScaleKitSource.open(urls, Consistency.NONE);
        }
    },

    /** Ours by default, which reads what it has written. */
    SCALEKIT_SESSION {
        @Override
        RoutedSource open(NodeUrls urls) {
            return ScaleKitSource.open(urls, Consistency.SESSION);
        }
    },

    /** Spring's proxy, which takes a connection when it is used first, of one pool for what is read-only. */
    SPRING {
        @Override
        RoutedSource open(NodeUrls urls) {
            HikariDataSource primary = RoutedSource.pool(urls.primary());
            HikariDataSource standby = RoutedSource.pool(urls.standbys().get(0));
            LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy(primary);
            lazy.setReadOnlyDataSource(standby);
            return new RoutedSource(lazy, List.of(primary::close, standby::close));
        }
    },

    /** Parses each statement, and sends what reads to standbys; all of a transaction to the same one. */
    SHARDINGSPHERE {
        @Override
        RoutedSource open(NodeUrls urls) throws SQLException {
            return ShardingSphereSource.open(urls);
        }
    },

    /** The wrapper with pools inside, as it is recommended for {@code setReadOnly}. */
    AWS_POOLS_INSIDE {
        @Override
        RoutedSource open(NodeUrls urls) {
            return AwsSource.withPoolsInside(urls);
        }
    },

    /** The wrapper in a pool; each of its connections keeps one of the driver for each role. */
    AWS_POOL_OUTSIDE {
        @Override
        RoutedSource open(NodeUrls urls) {
            return AwsSource.withPoolOutside(urls);
        }
    };

    /** Opens it over databases that are there. Whoever calls closes it. */
    abstract RoutedSource open(NodeUrls urls) throws SQLException;
}
