package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A monitor of real servers that die, hang, come back and are promoted. */
@Timeout(300)
final class MonitorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private PgCluster pg;
    private Cluster cluster;
    private Monitor monitor;
    private PgServer primary;
    private PgServer near;
    private PgServer far;

    @BeforeEach
    void start() {
        pg = PgCluster.builder().standbys(2).relaxedDurability().start();
        primary = pg.primary();
        near = pg.standbys().get(0);
        far = pg.standbys().get(1);
        cluster = new Cluster(
                pg.servers().stream().map(PgServer::name).toList(), ClusterRig.RULES, InstantSource.system(), () -> {});
        List<NodeProbe> probes = pg.servers().stream()
                .map(server -> new NodeProbe(
                        server.name(),
                        server.dataSource(),
                        Dialects.postgres(),
                        cluster,
                        Pace.STANDARD.timeout(),
                        Ticker.system()))
                .toList();
        monitor = new Monitor("scalekit-routing-test", probes, cluster, Pace.STANDARD, Ticker.system());
        monitor.start();
        await("PRIMARY REPLICA REPLICA");
    }

    @AfterEach
    void stop() {
        monitor.close();
        pg.close();
    }

    private void await(String standings) {
        await(standings, () -> ClusterRig.standings(cluster).equals(standings));
    }

    private void await(String what, BooleanSupplier isSo) {
        Await.until(what, PATIENCE, isSo, cluster::toString);
    }

    @Test
    void a_failover_is_seen_and_the_old_primary_is_refused_when_it_comes_back() {
        primary.kill();
        await("DOWN REPLICA REPLICA");

        near.promote();
        await("the new primary", () -> cluster.topology().primary().isPresent());

        assertThat(cluster.topology().primary().orElseThrow().name()).isEqualTo(near.name());
        assertThat(cluster.topology().epoch()).isEqualTo(2);
        far.follow(near);
        primary.start();
        await("DEPOSED PRIMARY REPLICA");
    }

    @Test
    void a_node_that_hangs_is_not_believed_any_more_and_is_when_it_goes_on() {
        far.pause();
        try {
            await(
                    "the hanging one",
                    () -> !cluster.topology().node(far.name()).standing().equals(NodeStanding.REPLICA));
        } finally {
            far.resume();
        }
        await("PRIMARY REPLICA REPLICA");
    }

    @Test
    void a_replica_that_falls_behind_is_noticed() {
        near.pauseReplay();
        primary.execute("CREATE TABLE shop (id INT)");

        await("PRIMARY LAGGING REPLICA");
        near.resumeReplay();
        await("PRIMARY REPLICA REPLICA");
    }

    @Test
    void a_standby_answers_though_somebody_has_made_everything_serializable() {
        primary.execute("ALTER ROLE postgres SET default_transaction_isolation = serializable");
        await("that is so on the standby", () -> isSerializable(near));
        NodeProbe probe = new NodeProbe(
                near.name(), near.dataSource(), Dialects.postgres(), cluster, Duration.ofSeconds(30), Ticker.system());

        try (probe) {
            assertThat(probe.ask()).isTrue();
        }
    }

    private static boolean isSerializable(PgServer standby) {
        try {
            standby.query("SELECT 1");
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void it_leaves_neither_threads_nor_connections() throws Exception {
        monitor.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("scalekit-routing-test"));
        try (Connection connection = primary.connect()) {
            Await.until(
                    "its connections are gone",
                    PATIENCE,
                    () -> primary.query(
                                    "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> "
                                            + "pg_backend_pid()")
                            .equals("1"));
            assertThat(connection.isValid(5)).isTrue();
        }
    }
}
