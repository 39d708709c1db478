package dev.scalekit.bench;

import java.sql.SQLException;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import software.amazon.jdbc.ds.AwsWrapperDataSource;

/** What a connection costs that nobody uses. JMH runs it. Thread-safe. */
@Compare(
        module = "routing",
        title = "Borrow a connection and give it back, over a driver that does nothing",
        reference = "pool",
        threads = 1,
        length = 0.2,
        libraries = {
            AwsWrapperDataSource.class,
            ShardingSphereDataSourceFactory.class,
            LazyConnectionDataSourceProxy.class
        },
        note = BorrowConnection.NOTE)
public class BorrowConnection {
    static final String NOTE =
            "A primary and two standbys that answer at once. Pools are HikariCP's, of 4 connections. The AWS wrapper has the"
                    + " plug-in srw, the one that its documentation offers for databases that are not Amazon's. ShardingSphere"
                    + " sends each SELECT to a standby, whatever was declared. The limit is the pool of one database, without a"
                    + " choice.";

    @Benchmark
    @Subject(name = "HikariCP", role = Role.LIMIT)
    public boolean pool(PoolState routed) throws SQLException {
        return routed.borrow();
    }

    @Benchmark
    @Subject(name = "ScaleKit RoutingDataSource", role = Role.OURS)
    @Goal(time = 0.3, of = "pool")
    public boolean scalekit(ScaleKitState routed) throws SQLException {
        return routed.borrow();
    }

    @Benchmark
    @Subject(name = "ScaleKit RoutingDataSource, reads its writes", role = Role.OURS)
    @Goal(time = 0.3, of = "pool")
    public boolean scalekitSession(ScaleKitSessionState routed) throws SQLException {
        return routed.borrow();
    }

    @Benchmark
    @Subject(name = "Spring LazyConnectionDataSourceProxy", role = Role.PEER)
    public boolean spring(SpringState routed) throws SQLException {
        return routed.borrow();
    }

    @Benchmark
    @Subject(name = "ShardingSphere-JDBC", role = Role.PEER)
    public boolean shardingSphere(ShardingSphereState routed) throws SQLException {
        return routed.borrow();
    }

    @Benchmark
    @Subject(name = "AWS wrapper, pools inside", role = Role.PEER)
    public boolean awsPoolsInside(AwsPoolsInsideState routed) throws SQLException {
        return routed.borrow();
    }

    @Benchmark
    @Subject(name = "AWS wrapper, in a pool", role = Role.PEER)
    public boolean awsPoolOutside(AwsPoolOutsideState routed) throws SQLException {
        return routed.borrow();
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
