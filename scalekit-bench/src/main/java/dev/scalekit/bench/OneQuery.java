package dev.scalekit.bench;

import java.sql.SQLException;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import software.amazon.jdbc.ds.AwsWrapperDataSource;

/** What a connection costs of which nobody has said that it only reads. JMH runs it. Thread-safe. */
@Compare(
        module = "routing",
        title = "Borrow, one query, give back, over a driver that does nothing",
        reference = "pool",
        threads = 1,
        length = 0.2,
        libraries = {
            AwsWrapperDataSource.class,
            ShardingSphereDataSourceFactory.class,
            LazyConnectionDataSourceProxy.class
        },
        note = BorrowConnection.NOTE
                + " Two more goals are differences, which no ratio shows: at most 60 ns more than HikariCP, and at most 20 ns"
                + " more again for who reads its writes. After each query that may have written, that one looks at the clock"
                + " and remembers where.")
public class OneQuery {

    @Benchmark
    @Subject(name = "HikariCP", role = Role.LIMIT)
    public int pool(BorrowConnection.PoolState routed) throws SQLException {
        return routed.query();
    }

    @Benchmark
    @Subject(name = "ScaleKit RoutingDataSource", role = Role.OURS)
    @Goal(time = 1.5, of = "pool")
    public int scalekit(BorrowConnection.ScaleKitState routed) throws SQLException {
        return routed.query();
    }

    @Benchmark
    @Subject(name = "ScaleKit RoutingDataSource, reads its writes", role = Role.OURS)
    @Goal(time = 1.5, of = "pool")
    public int scalekitSession(BorrowConnection.ScaleKitSessionState routed) throws SQLException {
        return routed.query();
    }

    @Benchmark
    @Subject(name = "Spring LazyConnectionDataSourceProxy", role = Role.PEER)
    public int spring(BorrowConnection.SpringState routed) throws SQLException {
        return routed.query();
    }

    @Benchmark
    @Subject(name = "ShardingSphere-JDBC", role = Role.PEER)
    public int shardingSphere(BorrowConnection.ShardingSphereState routed) throws SQLException {
        return routed.query();
    }

    @Benchmark
    @Subject(name = "AWS wrapper, pools inside", role = Role.PEER)
    public int awsPoolsInside(BorrowConnection.AwsPoolsInsideState routed) throws SQLException {
        return routed.query();
    }

    @Benchmark
    @Subject(name = "AWS wrapper, in a pool", role = Role.PEER)
    public int awsPoolOutside(BorrowConnection.AwsPoolOutsideState routed) throws SQLException {
        return routed.query();
    }
}
