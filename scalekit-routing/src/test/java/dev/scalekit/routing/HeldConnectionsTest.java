package dev.scalekit.routing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.routing.balance.Balancers;
import dev.scalekit.routing.hikari.HikariNode;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Connections that are held while something changes, and what they leave behind. */
@Timeout(120)
final class HeldConnectionsTest {
    private RoutingRig rig;
    private PgServer primary;
    private PgServer near;
    private PgServer far;

    @BeforeEach
    void start() {
        rig = new RoutingRig(
                servers -> {},
                it -> it.balancer(Balancers.roundRobin())
                        .zone("here")
                        .reads(reads -> reads.maximumLag(ofMinutes(1)).waitForReplica(ofMillis(60))));
        rig.counters(4);
        primary = rig.pg.primary();
        near = rig.pg.standbys().get(0);
        far = rig.pg.standbys().get(1);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static HikariDataSource pool(PgServer server, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(server.dataSource());
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setAutoCommit(autoCommit);
        return new HikariDataSource(config);
    }

    private static @Nullable String path(Connection connection) throws SQLException {
        return RoutingRig.ask(connection, "SHOW search_path");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_schema_outlives_a_rollback_and_not_the_connection(boolean autoCommit) throws SQLException {
        primary.execute("CREATE SCHEMA tenant");
        try (HikariDataSource pool = pool(primary, autoCommit);
                RoutingDataSource db = RoutingDataSource.builder()
                        .node("one", pool, node -> node.probes(primary.dataSource()))
                        .dialect(Dialects.postgres())
                        .build()) {
            try (Connection connection = db.getConnection()) {
                connection.setSchema("tenant");
                connection.setAutoCommit(false);
                assertThat(path(connection)).isEqualTo("tenant");
                connection.rollback();
                assertThat(path(connection)).isEqualTo("tenant");
                connection.commit();
            }

            try (Connection next = pool.getConnection()) {
                assertThat(path(next)).isEqualTo("public");
                if (!autoCommit) {
                    next.rollback();
                }
                assertThat(path(next)).isEqualTo("public");
            }
        }
    }

    @Test
    void what_was_read_in_a_transaction_that_is_rolled_back_was_read() {
        rig.pg.standbys().forEach(PgServer::pauseReplay);
        primary.execute("UPDATE counter SET value = 7 WHERE id = 1");

        assertThat(readAfterRollback()).isEqualTo(7);
    }

    private long readAfterRollback() {
        try {
            return rig.db.atLeast(ReadToken.NONE, () -> {
                try (Connection connection = rig.db.getConnection()) {
                    connection.setAutoCommit(false);
                    assertThat(RoutingRig.ask(connection, "SELECT value FROM counter WHERE id = 1"))
                            .isEqualTo("7");
                    connection.rollback();
                }
                return rig.read(1);
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_row_that_a_result_set_writes_is_a_write() throws SQLException {
        rig.pg.standbys().forEach(PgServer::pauseReplay);

        long read = rig.db.atLeast(ReadToken.NONE, () -> {
            try (Connection connection = rig.db.getConnection();
                    Statement statement =
                            connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                    ResultSet row = statement.executeQuery("SELECT id, value FROM counter WHERE id = 2")) {
                row.next();
                awaitSample();
                row.updateLong(2, 9);
                row.updateRow();
            }
            return rig.read(2);
        });

        assertThat(read).isEqualTo(9);
    }

    /** Waits until what was done is covered by an answer of the primary. */
    private void awaitSample() throws SQLException {
        ReadToken token = rig.db.token();
        assertThat(token).isNotEqualTo(ReadToken.NONE);
    }

    @Test
    void what_is_written_by_the_drivers_own_connection_is_a_write() throws SQLException {
        rig.pg.standbys().forEach(PgServer::pauseReplay);

        long read = rig.db.atLeast(ReadToken.NONE, () -> {
            try (Connection connection = rig.db.getConnection()) {
                Connection own = (Connection) connection.unwrap(PGConnection.class);
                try (Statement statement = own.createStatement()) {
                    statement.executeUpdate("UPDATE counter SET value = 5 WHERE id = 3");
                }
            }
            return rig.read(3);
        });

        assertThat(read).isEqualTo(5);
    }

    @Test
    void a_cursor_that_a_function_returns_is_a_result_of_the_connection() throws SQLException {
        try (Connection connection = rig.db.getConnection()) {
            connection.setAutoCommit(false);
            try (CallableStatement call = ids(connection);
                    ResultSet ids = (ResultSet) call.getObject(1)) {
                assertThat(ids.next()).isTrue();
                assertThat(ids.getInt(1)).isEqualTo(1);
                assertThat(ids.getStatement().getConnection()).isSameAs(connection);
            }
            connection.commit();
        }
        assertThat(rig.inUse()).isZero();
    }

    @Test
    void a_cursor_that_is_asked_for_as_a_result_is_open_until_it_is_closed() throws SQLException {
        try (Connection connection = rig.db.getConnection()) {
            connection.setAutoCommit(false);
            ResultSet ids;
            try (CallableStatement call = ids(connection)) {
                ids = call.getObject(1, ResultSet.class);
            }
            connection.commit();
            connection.setReadOnly(true);

            assertThat(rig.inUse()).isEqualTo(1);
            assertThat(ids.getStatement().getConnection()).isSameAs(connection);
            assertThat(ids.next()).isTrue();
            assertThat(ids.getInt(1)).isEqualTo(1);
            ids.close();
            connection.setReadOnly(false);
            assertThat(rig.inUse()).isZero();
        }
    }

    /** Calls a function that returns a cursor. */
    private CallableStatement ids(Connection connection) throws SQLException {
        primary.execute("CREATE FUNCTION ids() RETURNS refcursor LANGUAGE plpgsql AS $$"
                + " DECLARE c refcursor; BEGIN OPEN c FOR SELECT id FROM counter ORDER BY id; RETURN c; END $$");
        CallableStatement call = connection.prepareCall("{? = call ids()}");
        call.registerOutParameter(1, Types.REF_CURSOR);
        call.execute();
        return call;
    }

    @Test
    void a_connection_to_a_node_that_was_replaced_is_not_judged_by_the_new_one() throws SQLException {
        rig.db.removeNode(far.name());
        try (HikariDataSource other = pool(far, true)) {
            try (Connection connection = rig.db.getConnection()) {
                connection.setReadOnly(true);
                assertThat(RoutingRig.port(connection)).isEqualTo(near.port());
                near.pauseReplay();

                String read = rig.db.atLeast(ReadToken.NONE, () -> {
                    rig.increment(4);
                    far.awaitReplayOf(primary);
                    rig.db.replaceNode(near.name(), other, node -> node.probes(far.dataSource()));
                    rig.await(near, NodeStanding.REPLICA);
                    return String.valueOf(RoutingRig.ask(connection, "SELECT value FROM counter WHERE id = 4"));
                });

                assertThat(read).isEqualTo("1");
            }
            rig.db.removeNode(near.name());
        }
    }

    @Test
    void a_read_for_which_its_zone_has_nothing_new_enough_goes_to_another_zone() throws SQLException {
        HikariNode node = rig.node(near);
        rig.db.replaceNode(node.name(), node.pool(), options -> {
            node.wire(options);
            options.zone("here");
        });
        rig.await(near, NodeStanding.REPLICA);
        assertThat(rig.portOfRead()).isEqualTo(near.port());
        near.pauseReplay();

        rig.db.atLeast(ReadToken.NONE, () -> {
            rig.increment(1);
            far.awaitReplayOf(primary);
            Await.until("the far one is read", RoutingRig.LONG, () -> rig.isRead(far));
            assertThat(rig.portOfRead()).isEqualTo(far.port());
        });
        near.resumeReplay();

        Await.until("the near one is read again", RoutingRig.LONG, () -> rig.isRead(near));
    }

    @Test
    void a_connection_that_is_held_leaves_a_node_that_is_drained() throws Exception {
        try (Connection connection = rig.db.getConnection()) {
            connection.setReadOnly(true);
            int before = RoutingRig.port(connection);
            PgServer read = before == near.port() ? near : far;

            var drained = rig.db.drain(read.name(), ofSeconds(20));

            assertThat(RoutingRig.port(connection)).isNotEqualTo(before);
            assertThat(drained.get(30, TimeUnit.SECONDS).isIdle()).isTrue();
        }
    }

    @Test
    void a_connection_that_had_to_read_the_primary_goes_back_to_a_replica() throws Exception {
        rig.pg.standbys().forEach(PgServer::pauseReplay);
        try (Connection connection = rig.db.getConnection()) {
            connection.setReadOnly(true);
            rig.increment(1);
            assertThat(RoutingRig.port(connection)).isEqualTo(primary.port());

            rig.pg.standbys().forEach(PgServer::resumeReplay);

            Await.until("a replica is read", RoutingRig.LONG, () -> isOnReplica(connection));
        }
    }

    private boolean isOnReplica(Connection connection) {
        try {
            return RoutingRig.port(connection) != primary.port();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_error_that_only_says_that_a_connection_failed_costs_the_connection_and_is_no_outage() throws SQLException {
        assertThatExceptionOfType(CommitOutcomeUnknownException.class).isThrownBy(() -> {
            try (Connection connection = rig.db.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("DO $$ BEGIN RAISE EXCEPTION 'remote is down' USING ERRCODE = '08001'; END $$");
            }
        });

        assertThat(rig.standing(primary)).isEqualTo(NodeStanding.PRIMARY);
        assertThat(rig.increment(1)).isEqualTo(1);
    }

    @Test
    void nothing_is_changed_after_the_end() {
        rig.db.close();

        assertThatIllegalStateException().isThrownBy(() -> rig.db.addNode("late", primary.dataSource()));
        assertThatIllegalStateException().isThrownBy(() -> rig.db.removeNode(near.name()));
        assertThatIllegalStateException().isThrownBy(() -> rig.db.drain(near.name(), ofSeconds(1)));
    }
}
