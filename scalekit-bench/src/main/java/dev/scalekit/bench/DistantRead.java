package dev.scalekit.bench;

import java.nio.file.Path;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import software.amazon.jdbc.ds.AwsWrapperDataSource;

/** The read-only transaction on a real cluster. Not thread-safe. */
@Compare(
        module = "routing",
        title = "Read-only transaction with one query, %d us added to a round trip",
        reference = "pool",
        threads = 1,
        sizes = {300, 0},
        length = 0.5,
        libraries = {
            AwsWrapperDataSource.class,
            ShardingSphereDataSourceFactory.class,
            LazyConnectionDataSourceProxy.class
        },
        note =
                "PostgreSQL, a primary and two standbys of its own for each subject and round, behind proxies that hold each"
                        + " byte up for half of the added time on either way; also without added time a proxy takes its time."
                        + " Pools are HikariCP's, of 4 connections. What goes to the servers is counted in what the proxies pass on"
                        + " at once, so by round trips; it includes what monitors ask, which is"
                        + " why 2.5 stands for 2. What goes to the primary is counted apart too: of ours it is what is not read on"
                        + " a standby, and probes. The limit is the pool of the primary.")
final class DistantRead extends DistantCluster {

    DistantRead(Path folder, int extraMicros) {
        super(extraMicros);
    }

    @Subject(name = "HikariCP", role = Role.LIMIT)
    Operation pool(int thread) throws Exception {
        return reader(RoutedKind.POOL);
    }

    @Subject(name = "ScaleKit RoutingDataSource", role = Role.OURS)
    @Goal(time = 1, of = "spring")
    @Goal(time = 1, of = "shardingSphere")
    @Goal(time = 1, of = "awsPoolsInside")
    @Goal(time = 1, of = "awsPoolOutside")
    @Goal(count = ROUND_TRIPS, most = 2.5, sizes = 300)
    Operation scalekit(int thread) throws Exception {
        return reader(RoutedKind.SCALEKIT);
    }

    @Subject(name = "ScaleKit RoutingDataSource, reads its writes", role = Role.OURS)
    @Goal(time = 1, of = "spring")
    @Goal(time = 1, of = "shardingSphere")
    @Goal(time = 1, of = "awsPoolsInside")
    @Goal(time = 1, of = "awsPoolOutside")
    @Goal(count = ROUND_TRIPS, most = 2.5, sizes = 300)
    Operation scalekitSession(int thread) throws Exception {
        return reader(RoutedKind.SCALEKIT_SESSION);
    }

    @Subject(name = "Spring LazyConnectionDataSourceProxy", role = Role.PEER)
    Operation spring(int thread) throws Exception {
        return reader(RoutedKind.SPRING);
    }

    @Subject(name = "ShardingSphere-JDBC", role = Role.PEER)
    Operation shardingSphere(int thread) throws Exception {
        return reader(RoutedKind.SHARDINGSPHERE);
    }

    @Subject(name = "AWS wrapper, pools inside", role = Role.PEER)
    Operation awsPoolsInside(int thread) throws Exception {
        return reader(RoutedKind.AWS_POOLS_INSIDE);
    }

    @Subject(name = "AWS wrapper, in a pool", role = Role.PEER)
    Operation awsPoolOutside(int thread) throws Exception {
        return reader(RoutedKind.AWS_POOL_OUTSIDE);
    }

    private Operation reader(RoutedKind kind) throws Exception {
        RoutedSource routed = open(kind);
        ConnectionWork work = new ConnectionWork(routed.source());
        return () -> requireAmount(work.readOnlyTransaction(Account.READ));
    }
}
