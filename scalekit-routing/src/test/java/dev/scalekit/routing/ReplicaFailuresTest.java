package dev.scalekit.routing;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scalekit.routing.balance.Balancers;
import dev.scalekit.routing.balance.Drained;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.TcpFaultProxy;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replicas that die, hang, lag, conflict or are drained, under readers. */
@Timeout(120)
final class ReplicaFailuresTest {
    private static final int READERS = 4;

    private static RoutingRig rig;
    private static PgServer near;
    private static PgServer far;

    private final List<Thread> readers = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong reads = new AtomicLong();
    /** How long a read took, in nanoseconds. */
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    private volatile boolean stopped;

    @BeforeAll
    static void start() {
        rig = new RoutingRig(
                servers -> servers.setting("max_standby_streaming_delay", "0"),
                it -> it.balancer(Balancers.roundRobin())
                        .reads(reads -> reads.primaryFallback(2).deadline(ofSeconds(5))));
        rig.counters(2);
        near = rig.pg.standbys().get(0);
        far = rig.pg.standbys().get(1);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void heal() {
        rig.proxies.values().forEach(TcpFaultProxy::heal);
        rig.pg.standbys().stream().filter(server -> !server.isRunning()).forEach(PgServer::start);
        rig.awaitReplicas();
        rig.pg.primary().execute("UPDATE counter SET value = 0");
    }

    @AfterEach
    void stopReaders() throws InterruptedException {
        stopped = true;
        for (Thread reader : readers) {
            reader.join();
        }
        readers.clear();
    }

    private void startReaders() {
        for (int i = 0; i < READERS; i++) {
            Thread reader = new Thread(() -> {
                while (!stopped) {
                    try {
                        long begun = System.nanoTime();
                        rig.read(1);
                        longest.accumulate(System.nanoTime() - begun);
                        reads.incrementAndGet();
                    } catch (SQLException | RuntimeException | Error e) {
                        failures.add(e);
                    }
                }
            });
            readers.add(reader);
            reader.start();
        }
        progress();
    }

    private void progress() {
        long before = reads.get();
        Await.until("readers go on", RoutingRig.LONG, () -> reads.get() > before + 50 * READERS);
    }

    @Test
    void a_replica_that_is_killed_fails_no_read_and_is_read_again_when_it_is_back() throws Exception {
        startReaders();

        near.kill();
        rig.await(near, NodeStanding.DOWN);
        progress();
        near.start();
        rig.await(near, NodeStanding.REPLICA);
        progress();
        stopReaders();

        assertThat(failures).isEmpty();
        assertThat(rig.inUse()).isZero();
    }

    @Test
    void connections_that_are_reset_fail_no_read() throws Exception {
        startReaders();

        for (int i = 0; i < 5; i++) {
            rig.proxy(near).reset();
            progress();
        }
        stopReaders();

        assertThat(failures).isEmpty();
        assertThat(rig.inUse()).isZero();
    }

    @Test
    void a_replica_that_vanishes_holds_nobody_up_for_long() throws Exception {
        startReaders();
        long before = rig.db.stats().brokenOff();

        rig.proxy(near).blackHole();
        rig.await(near, NodeStanding.DOWN);
        progress();
        rig.proxy(near).heal();
        rig.await(near, NodeStanding.REPLICA);
        stopReaders();

        assertThat(failures).isEmpty();
        assertThat(Duration.ofNanos(longest.get())).isLessThan(ofSeconds(20));
        assertThat(rig.db.stats().brokenOff()).isGreaterThan(before);
    }

    @Test
    void a_replica_that_hangs_holds_nobody_up_for_long() throws Exception {
        startReaders();

        near.pause();
        rig.await(near, NodeStanding.DOWN);
        progress();
        near.resume();
        rig.await(near, NodeStanding.REPLICA);
        stopReaders();

        assertThat(failures).isEmpty();
        assertThat(Duration.ofNanos(longest.get())).isLessThan(ofSeconds(20));
    }

    @Test
    void a_replica_that_lags_is_not_read_until_it_has_caught_up() throws Exception {
        near.pauseReplay();
        rig.increment(1);
        Await.until("it lags", RoutingRig.LONG, () -> {
            rig.pg.primary().execute("UPDATE counter SET value = value + 1 WHERE id = 2");
            return rig.standing(near) == NodeStanding.LAGGING;
        });

        for (int i = 0; i < 20; i++) {
            assertThat(rig.portOfRead()).isNotEqualTo(near.port());
        }
        near.resumeReplay();

        rig.await(near, NodeStanding.REPLICA);
    }

    @Test
    void with_no_replica_as_many_reads_as_may_are_on_the_primary_and_the_rest_fails_fast() throws Exception {
        near.kill();
        far.kill();
        rig.await(near, NodeStanding.DOWN);
        rig.await(far, NodeStanding.DOWN);

        try (Connection one = reading();
                Connection two = reading()) {
            assertThat(RoutingRig.port(one)).isEqualTo(rig.pg.primary().port());
            assertThat(RoutingRig.port(two)).isEqualTo(rig.pg.primary().port());
            assertThatExceptionOfType(NoNodeException.class)
                    .isThrownBy(() -> rig.read(1))
                    .withMessageContaining("2 reads are on the primary");
            assertThat(rig.increment(1)).as("writes have no such limit").isEqualTo(1);
        }
        assertThat(rig.read(1)).isEqualTo(1);
        assertThat(rig.db.health().isUp()).isTrue();
    }

    private Connection reading() throws SQLException {
        Connection connection = rig.db.getConnection();
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        RoutingRig.port(connection);
        return connection;
    }

    @Test
    void a_conflict_with_what_is_replayed_fails_no_first_read() throws Exception {
        long before = rig.db.stats().retriedReads();
        rig.pg
                .primary()
                .execute(
                        "CREATE TABLE busy AS SELECT i AS id, repeat('x', 100) AS text FROM generate_series(1, 2000) i");
        rig.pg.standbys().forEach(standby -> standby.awaitReplayOf(rig.pg.primary()));
        Thread reader = new Thread(() -> {
            while (!stopped) {
                try (Connection connection = rig.db.getConnection()) {
                    connection.setReadOnly(true);
                    RoutingRig.ask(connection, "SELECT count(*) FROM busy b, pg_sleep(0.02)");
                    reads.incrementAndGet();
                } catch (SQLException | RuntimeException | Error e) {
                    failures.add(e);
                }
            }
        });
        readers.add(reader);
        reader.start();

        Await.until("reads were done again", RoutingRig.LONG, () -> {
            rig.pg.primary().execute("UPDATE busy SET text = text || 'y'", "VACUUM busy");
            return rig.db.stats().retriedReads() >= before + 3;
        });
        stopReaders();

        assertThat(failures).isEmpty();
    }

    @Test
    void a_drained_replica_gets_nothing_more_and_nobody_notices() throws Exception {
        startReaders();

        Drained drained = rig.db.drain(near.name(), ofSeconds(10)).get(20, TimeUnit.SECONDS);
        String session =
                "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND query LIKE '%counter%' AND pid <>"
                        + " pg_backend_pid()";
        assertThat(drained.isIdle()).isTrue();
        assertThat(near.query(session)).isEqualTo("0");
        progress();
        for (int i = 0; i < 20; i++) {
            assertThat(rig.portOfRead()).isEqualTo(far.port());
        }
        rig.db.resume(near.name());
        Await.until("it is read again", RoutingRig.LONG, () -> rig.isRead(near));
        stopReaders();

        assertThat(failures).isEmpty();
    }

    @Test
    void nodes_are_removed_and_added_while_it_runs() throws Exception {
        startReaders();

        assertThat(rig.db.removeNode(near.name())).isTrue();
        assertThat(rig.db.removeNode(near.name())).isFalse();
        progress();
        for (int i = 0; i < 20; i++) {
            assertThat(rig.portOfRead()).isEqualTo(far.port());
        }
        var node = rig.pools.nodes().get(1);
        rig.db.addNode(node.name(), node.pool(), node::wire);
        rig.await(near, NodeStanding.REPLICA);
        Await.until("it is read", RoutingRig.LONG, () -> rig.isRead(near));
        rig.db.replaceNode(node.name(), node.pool(), node::wire);
        rig.await(near, NodeStanding.REPLICA);
        progress();
        stopReaders();

        assertThat(failures).isEmpty();
    }

    @Test
    void flapping_changes_standings_only_as_often_as_nodes_do() throws Exception {
        startReaders();
        int before = rig.topologies.size();

        for (int i = 0; i < 5; i++) {
            rig.proxy(near).refuse();
            rig.proxy(near).reset();
            rig.await(near, NodeStanding.DOWN);
            rig.proxy(near).heal();
            rig.await(near, NodeStanding.REPLICA);
        }
        stopReaders();

        assertThat(failures).isEmpty();
        Await.until("all are told", RoutingRig.LONG, () -> rig.topologies.size() - before >= 10);
        assertThat(rig.topologies.size() - before).isLessThanOrEqualTo(10 + 1);
    }
}
