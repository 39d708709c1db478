package dev.scalekit.routing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariPoolMXBean;
import dev.scalekit.routing.RoutingHealth.Status;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which node takes writes, whatever nodes say of themselves. */
@Timeout(120)
final class PrimariesTest {
    private RoutingRig rig;
    private PgServer primary;
    private PgServer near;
    private PgServer far;

    @BeforeEach
    void start() {
        rig = new RoutingRig(
                servers -> {}, it -> it.writes(writes -> writes.whenNoPrimary(WhenNoPrimary.waitUpTo(ofSeconds(10)))));
        rig.counters(2);
        primary = rig.pg.primary();
        near = rig.pg.standbys().get(0);
        far = rig.pg.standbys().get(1);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static String users(PgServer server) {
        return server.query("SELECT count(*) FROM pg_stat_activity WHERE application_name NOT IN ('walreceiver')"
                + " AND query LIKE '%counter%' AND pid <> pg_backend_pid()");
    }

    @Test
    void an_old_primary_that_comes_back_gets_nothing() throws Exception {
        rig.increment(1);
        primary.kill();
        near.promote();
        far.follow(near);
        rig.await(near, NodeStanding.PRIMARY);
        rig.increment(1);
        rig.proxy(primary).latency(ofMillis(20));
        primary.start();

        rig.await(primary, NodeStanding.DEPOSED);
        for (int i = 0; i < 100; i++) {
            rig.increment(1);
            rig.read(1);
        }

        assertThat(users(primary)).isEqualTo("0");
        assertThat(primary.query("SELECT value FROM counter WHERE id = 1")).isEqualTo("1");
        assertThat(rig.db.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(rig.db.health().isUp()).isTrue();
    }

    @Test
    void with_two_primaries_of_one_epoch_nothing_is_written_until_one_is_removed() throws Exception {
        rig.increment(1);
        primary.kill();
        near.promote();
        far.promote();
        rig.await(near, NodeStanding.AMBIGUOUS);
        rig.await(far, NodeStanding.AMBIGUOUS);

        for (int i = 0; i < 20; i++) {
            assertThatExceptionOfType(AmbiguousPrimaryException.class)
                    .isThrownBy(() -> rig.increment(2))
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08004"));
        }
        String written = near.query("SELECT value FROM counter WHERE id = 2")
                + far.query("SELECT value FROM counter WHERE id = 2");
        rig.db.removeNode(far.name());

        assertThat(written).isEqualTo("00");
        rig.await(near, NodeStanding.PRIMARY);
        assertThat(rig.increment(2)).isEqualTo(1);
    }

    @Test
    void a_switchover_is_followed_and_the_old_primary_is_read_as_a_replica() throws Exception {
        rig.increment(1);
        primary.stop();
        near.promote();
        far.follow(near);
        rig.await(near, NodeStanding.PRIMARY);
        assertThat(rig.increment(1)).isEqualTo(2);

        primary.rejoin(near);
        rig.await(primary, NodeStanding.REPLICA);

        assertThat(rig.increment(1)).isEqualTo(3);
        Await.until("the old primary is read", RoutingRig.LONG, () -> rig.isRead(primary));
    }

    @Test
    void a_transaction_over_a_failover_is_lost_as_a_whole_and_the_connection_goes_on_after_that() throws Exception {
        try (Connection connection = rig.db.getConnection()) {
            connection.setAutoCommit(false);
            update(connection, 1);
            primary.kill();
            near.promote();
            far.follow(near);
            rig.await(near, NodeStanding.PRIMARY);

            lost(() -> update(connection, 2));
            lost(() -> update(connection, 2));
            lost(connection::commit);
            connection.rollback();
            update(connection, 2);
            connection.commit();
        }

        assertThat(near.query("SELECT string_agg(value::text, ' ' ORDER BY id) FROM counter"))
                .isEqualTo("0 1");
        assertThat(rig.inUse()).isZero();
    }

    private static void lost(ThrowingCallable step) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(step)
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08006"));
    }

    private static void update(Connection connection, int id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE counter SET value = value + 1 WHERE id = " + id);
        }
    }

    @Test
    void a_transaction_on_a_deposed_primary_that_still_runs_is_not_committed() throws Exception {
        try (Connection connection = rig.db.getConnection()) {
            connection.setAutoCommit(false);
            update(connection, 1);
            near.promote();
            rig.await(primary, NodeStanding.DEPOSED);

            lost(connection::commit);
        }

        assertThat(primary.query("SELECT value FROM counter WHERE id = 1")).isEqualTo("0");
        assertThat(rig.increment(1)).isEqualTo(1);
    }

    @Test
    void the_pool_of_a_deposed_primary_keeps_no_connection_of_before() throws Exception {
        rig.increment(1);
        HikariPoolMXBean pool = rig.node(primary).pool().getHikariPoolMXBean();
        int before = pool.getTotalConnections();

        near.promote();
        rig.await(primary, NodeStanding.DEPOSED);

        assertThat(before).isPositive();
        Await.until("it is empty", RoutingRig.LONG, () -> pool.getTotalConnections() == 0);
        assertThat(rig.increment(1)).isEqualTo(2);
        assertThat(pool.getTotalConnections()).isZero();
    }

    @Test
    void a_statement_on_a_deposed_primary_that_hangs_is_broken_off() throws Exception {
        PgServer blocked = primary;
        try (Connection holder = blocked.connect();
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.executeUpdate("UPDATE counter SET value = 7 WHERE id = 1");
            Thread promotion = new Thread(() -> {
                Await.until(
                        "somebody waits",
                        RoutingRig.LONG,
                        () -> !blocked.query("SELECT count(*) FROM pg_locks WHERE NOT granted")
                                .equals("0"));
                near.promote();
            });
            promotion.start();

            assertThatExceptionOfType(CommitOutcomeUnknownException.class).isThrownBy(() -> rig.increment(1));

            promotion.join();
        }
    }

    @Test
    void without_any_node_calls_fail_in_time_and_go_on_when_there_is_one_again() throws Exception {
        near.stop();
        far.stop();
        primary.stop();
        rig.await(primary, NodeStanding.DOWN);

        assertThatExceptionOfType(NoNodeException.class)
                .isThrownBy(() -> rig.read(1))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .withMessageContaining(near.name() + " is DOWN");
        assertThat(rig.db.health().status()).isEqualTo(Status.DOWN);
        primary.start();
        near.start();
        far.start();

        assertThat(rig.increment(1)).isEqualTo(1);
        assertThat(rig.read(1)).isEqualTo(1);
    }
}
