package dev.scalekit.routing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import dev.scalekit.routing.balance.Balancers;
import dev.scalekit.routing.hikari.HikariNodes;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Closing;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A real primary with two standbys behind a router, as an application has them; what is taken from the pools is counted. */
final class FrameworkRig implements AutoCloseable {
    private final PgCluster pg =
            PgCluster.builder().standbys(2).setting("fsync", "off").start();
    private final AtomicInteger borrowed = new AtomicInteger();
    private final HikariNodes pools;

    final RoutingDataSource db;

    FrameworkRig() {
        var nodes = HikariNodes.builder().template(template());
        pg.servers().forEach(server -> nodes.node(server.name(), server.jdbcUrl()));
        pools = nodes.build();
        db = pools.addTo(RoutingDataSource.builder())
                .dialect(Dialects.postgres())
                .balancer(Balancers.roundRobin())
                .reads(reads -> reads.waitForReplica(Duration.ofSeconds(10)).maximumLag(Duration.ofMinutes(1)))
                .monitor(it -> it.timeout(Duration.ofSeconds(5)).fall(3))
                .slowStart(Duration.ZERO)
                .build();
        Await.until(
                "both standbys are read",
                Duration.ofSeconds(30),
                () -> pg.standbys().stream()
                        .allMatch(it -> db.topology().node(it.name()).standing() == NodeStanding.REPLICA),
                () -> db.topology().toString());
    }

    private HikariConfig template() {
        HikariConfig template = new HikariConfig();
        template.setMaximumPoolSize(8);
        template.setMinimumIdle(0);
        template.setMetricsTrackerFactory((pool, stats) -> new IMetricsTracker() {
            @Override
            public void recordConnectionAcquiredNanos(long nanos) {
                borrowed.incrementAndGet();
            }
        });
        return template;
    }

    /** Returns how many connections were taken from the pools of all nodes until now. */
    int borrowed() {
        return borrowed.get();
    }

    int primary() {
        return pg.primary().port();
    }

    Set<Integer> standbys() {
        return pg.standbys().stream().map(PgServer::port).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        Closing.all(List.of(db::close, pools::close, pg::close));
    }
}
