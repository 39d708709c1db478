package dev.scalekit.bench;

import java.sql.SQLException;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import software.amazon.jdbc.ds.AwsWrapperDataSource;

/**
 * What it costs to have a connection for some work and to give it back: for none, for a query of which nobody has said that
 * it only reads, and for a read-only transaction as Spring makes it. JMH runs it. Thread-safe.
 */
@Compare(
        module = "routing",
        title = "Borrow a connection and give it back, over a driver that does nothing;"
                + " ScaleKit and Spring take none from a pool before a statement",
        reference = "pool",
        threads = 1,
        sizes = RoutedState.BORROW,
        length = 0.2,
        libraries = {
            AwsWrapperDataSource.class,
            ShardingSphereDataSourceFactory.class,
            LazyConnectionDataSourceProxy.class
        },
        note = UseConnection.NOTE)
@Compare(
        module = "routing",
        title = "Borrow, one query, give back, over a driver that does nothing",
        reference = "pool",
        threads = 1,
        sizes = RoutedState.QUERY,
        length = 0.2,
        libraries = {
            AwsWrapperDataSource.class,
            ShardingSphereDataSourceFactory.class,
            LazyConnectionDataSourceProxy.class
        },
        note = UseConnection.NOTE
                + " After each query that may have written, ScaleKit that reads its writes remembers where.")
@Compare(
        module = "routing",
        title = "Read-only transaction with one query, over a driver that does nothing",
        reference = "pool",
        threads = 1,
        sizes = RoutedState.TRANSACTION,
        length = 0.2,
        libraries = {
            AwsWrapperDataSource.class,
            ShardingSphereDataSourceFactory.class,
            LazyConnectionDataSourceProxy.class
        },
        note = UseConnection.NOTE)
public class UseConnection {
    static final String NOTE =
            "A primary and two standbys that answer at once. Pools are HikariCP's, of 4 connections. The AWS wrapper has the"
                    + " plug-in srw, the one that its documentation offers for databases that are not Amazon's. ShardingSphere"
                    + " sends each SELECT to a standby, whatever was declared. The limit is the pool of one database, without a"
                    + " choice.";

    @Benchmark
    @Subject(name = "HikariCP", role = Role.LIMIT)
    public int pool(PoolState routed) throws SQLException {
        return routed.work();
    }

    @Benchmark
    @Subject(name = "ScaleKit RoutingDataSource", role = Role.OURS)
    @Goal(time = 1, of = "spring")
    @Goal(time = 0.3, of = "pool", sizes = RoutedState.BORROW)
    @Goal(time = 1.5, of = "pool", sizes = RoutedState.QUERY)
    @Goal(more = 60, of = "pool", sizes = RoutedState.QUERY)
    @Goal(speed = 5, of = "awsPoolsInside", sizes = RoutedState.TRANSACTION)
    public int scalekit(ScaleKitState routed) throws SQLException {
        return routed.work();
    }

    @Benchmark
    @Subject(name = "ScaleKit RoutingDataSource, reads its writes", role = Role.OURS)
    @Goal(time = 1, of = "spring")
    @Goal(time = 0.3, of = "pool", sizes = RoutedState.BORROW)
    @Goal(time = 1.5, of = "pool", sizes = RoutedState.QUERY)
    @Goal(more = 20, of = "scalekit", sizes = RoutedState.QUERY)
    @Goal(speed = 5, of = "awsPoolsInside", sizes = RoutedState.TRANSACTION)
    public int scalekitSession(ScaleKitSessionState routed) throws SQLException {
        return routed.work();
    }

    @Benchmark
    @Subject(name = "Spring LazyConnectionDataSourceProxy", role = Role.PEER)
    public int spring(SpringState routed) throws SQLException {
        return routed.work();
    }

    @Benchmark
    @Subject(name = "ShardingSphere-JDBC", role = Role.PEER)
    public int shardingSphere(ShardingSphereState routed) throws SQLException {
        return routed.work();
    }

    @Benchmark
    @Subject(name = "AWS wrapper, pools inside", role = Role.PEER)
    public int awsPoolsInside(AwsPoolsInsideState routed) throws SQLException {
        return routed.work();
    }

    @Benchmark
    @Subject(name = "AWS wrapper, in a pool", role = Role.PEER)
    public int awsPoolOutside(AwsPoolOutsideState routed) throws SQLException {
        return routed.work();
    }

    /** The limit. */
    public static class PoolState extends RoutedState {
        public PoolState() {
            super(RoutedKind.POOL);
        }
    }

    /** Ours. */
    public static class ScaleKitState extends RoutedState {
        public ScaleKitState() {
            super(RoutedKind.SCALEKIT);
        }
    }

    /** Ours by default. */
    public static class ScaleKitSessionState extends RoutedState {
        public ScaleKitSessionState() {
            super(RoutedKind.SCALEKIT_SESSION);
        }
    }

    /** A peer. */
    public static class SpringState extends RoutedState {
        public SpringState() {
            super(RoutedKind.SPRING);
        }
    }

    /** A peer. */
    public static class ShardingSphereState extends RoutedState {
        public ShardingSphereState() {
            super(RoutedKind.SHARDINGSPHERE);
        }
    }

    /** A peer. */
    public static class AwsPoolsInsideState extends RoutedState {
        public AwsPoolsInsideState() {
            super(RoutedKind.AWS_POOLS_INSIDE);
        }
    }

    /** A peer. */
    public static class AwsPoolOutsideState extends RoutedState {
        public AwsPoolOutsideState() {
            super(RoutedKind.AWS_POOL_OUTSIDE);
        }
    }
}
