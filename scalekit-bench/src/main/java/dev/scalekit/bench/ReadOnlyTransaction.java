package dev.scalekit.bench;

import java.sql.SQLException;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import software.amazon.jdbc.ds.AwsWrapperDataSource;

/** What a read-only transaction costs, as Spring makes it around one query. JMH runs it. Thread-safe. */
@Compare(
        module = "routing",
        title = "Read-only transaction with one query, over a driver that does nothing",
        reference = "pool",
        threads = 1,
        length = 0.2,
        libraries = {
            AwsWrapperDataSource.class,
            ShardingSphereDataSourceFactory.class,
            LazyConnectionDataSourceProxy.class
        },
        note = BorrowConnection.NOTE)
public class ReadOnlyTransaction {

    @Benchmark
    @Subject(name = "HikariCP", role = Role.LIMIT)
    public int pool(BorrowConnection.PoolState routed) throws SQLException {
        return routed.readOnlyTransaction();
    }

    @Benchmark
    @Subject(name = "ScaleKit RoutingDataSource", role = Role.OURS)
    @Goal(speed = 5, of = "awsPoolsInside")
    public int scalekit(BorrowConnection.ScaleKitState routed) throws SQLException {
        return routed.readOnlyTransaction();
    }

    @Benchmark
    @Subject(name = "ScaleKit RoutingDataSource, reads its writes", role = Role.OURS)
    @Goal(speed = 5, of = "awsPoolsInside")
    public int scalekitSession(BorrowConnection.ScaleKitSessionState routed) throws SQLException {
        return routed.readOnlyTransaction();
    }

    @Benchmark
    @Subject(name = "Spring LazyConnectionDataSourceProxy", role = Role.PEER)
    public int spring(BorrowConnection.SpringState routed) throws SQLException {
        return routed.readOnlyTransaction();
    }

    @Benchmark
    @Subject(name = "ShardingSphere-JDBC", role = Role.PEER)
    public int shardingSphere(BorrowConnection.ShardingSphereState routed) throws SQLException {
        return routed.readOnlyTransaction();
    }

    @Benchmark
    @Subject(name = "AWS wrapper, pools inside", role = Role.PEER)
    public int awsPoolsInside(BorrowConnection.AwsPoolsInsideState routed) throws SQLException {
        return routed.readOnlyTransaction();
    }

    @Benchmark
    @Subject(name = "AWS wrapper, in a pool", role = Role.PEER)
    public int awsPoolOutside(BorrowConnection.AwsPoolOutsideState routed) throws SQLException {
        return routed.readOnlyTransaction();
    }
}
