package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a real primary and its standbys say, before and after a failover. */
@Timeout(300)
final class PostgresDialectTest {
    private final ReplicationDialect dialect = Dialects.postgres();
    private PgCluster pg;
    private PgServer primary;
    private PgServer near;
    private PgServer far;

    @BeforeEach
    void start() {
        pg = PgCluster.builder().standbys(2).relaxedDurability().start();
        primary = pg.primary();
        near = pg.standbys().get(0);
        far = pg.standbys().get(1);
    }

    @AfterEach
    void stop() {
        pg.close();
    }

    private NodeState state(PgServer server) throws SQLException {
        try (Connection connection = server.connect()) {
            return dialect.inspect(server.name(), connection);
        }
    }

    private PostgresPosition position(PgServer server) throws SQLException {
        return (PostgresPosition) requireNonNull(state(server).position());
    }

    @Test
    void every_node_says_its_role_its_cluster_and_how_far_it_has_got() throws Exception {
        primary.execute("CREATE TABLE shop (id INT)", "INSERT INTO shop VALUES (1)");
        near.awaitReplayOf(primary);
        Position written = position(primary);
        near.awaitReplayOf(primary);

        assertThat(state(primary).role()).isEqualTo(NodeRole.PRIMARY);
        assertThat(state(near).role()).isEqualTo(NodeRole.REPLICA);
        assertThat(state(near).cluster()).isEqualTo(state(primary).cluster()).matches("\\d{10,20}");
        assertThat(position(near).covers(written)).isTrue();
        assertThat(written.epoch()).isOne();
        assertThat(position(near).epoch()).isOne();

        near.pauseReplay();
        primary.execute("SET synchronous_commit = off; INSERT INTO shop VALUES (2)");
        Position newer = position(primary);
        far.awaitReplayOf(primary);

        assertThat(newer.covers(written)).isTrue();
        assertThat(position(near).covers(newer)).isFalse();
        assertThat(position(far).covers(newer)).isTrue();
        assertThat(dialect.parse(newer.encode())).isEqualTo(newer);
    }

    @Test
    void an_account_without_rights_in_a_hostile_schema_is_told_the_same_and_no_transaction_is_left() throws Exception {
        primary.execute(
                "CREATE ROLE app LOGIN",
                "CREATE SCHEMA evil",
                "CREATE FUNCTION evil.pg_is_in_recovery() RETURNS bool LANGUAGE sql AS 'SELECT true'",
                "CREATE FUNCTION evil.substr(text, int, int) RETURNS text LANGUAGE sql AS $$SELECT '7'$$",
                "GRANT USAGE ON SCHEMA evil TO app",
                "ALTER ROLE app SET search_path = evil, pg_catalog");
        near.awaitReplayOf(primary);

        for (PgServer server : List.of(primary, near)) {
            String url = server.jdbcUrl().replace("user=postgres", "user=app");
            try (Connection connection = DriverManager.getConnection(url)) {
                connection.setAutoCommit(false);

                NodeState told = dialect.inspect(server.name(), connection);

                assertThat(told.role()).isEqualTo(state(server).role());
                assertThat(told.epoch()).isOne();
                assertThat(told.cluster()).isEqualTo(state(server).cluster());
                // In a transaction this is refused.
                connection.setReadOnly(true);
            }
        }
    }

    @Test
    void a_write_that_a_failover_has_lost_is_never_taken_for_there() throws Exception {
        Cluster cluster = new Cluster(
                List.of(primary.name(), near.name(), far.name()),
                new ClusterRules(2, Duration.ofDays(1), Duration.ofSeconds(10)),
                InstantSource.system(),
                () -> {});
        primary.execute("CREATE TABLE shop (id INT)", "INSERT INTO shop VALUES (1)");
        near.awaitReplayOf(primary);
        far.awaitReplayOf(primary);
        hear(cluster, primary, near, far);
        Position kept = position(primary);
        near.awaitReplayOf(primary);
        hear(cluster, near);
        near.stop();
        far.stop();
        primary.execute("INSERT INTO shop VALUES (2)");
        PostgresPosition lost = position(primary);
        primary.kill();
        near.start();
        hear(cluster, near);

        near.promote();
        far.start();
        far.follow(near);
        // Until the bytes say that everything is there.
        do {
            near.execute("INSERT INTO shop SELECT generate_series(10, 1000)");
        } while (!bytesCover(position(near), lost));
        far.awaitReplayOf(near);
        hear(cluster, near, far);

        assertThat(near.query("SELECT count(*) FROM shop WHERE id = 2")).isEqualTo("0");
        assertThat(cluster.topology().epoch()).isEqualTo(2);
        for (PgServer server : List.of(near, far)) {
            Position now = requireNonNull(cluster.topology().node(server.name()).position());
            assertThat(now.epoch()).as(server + " follows").isEqualTo(2);
            assertThat(now.covers(kept)).as("what the promoted one had").isTrue();
            assertThat(now.covers(lost)).as("what it had not").isFalse();
            assertThat(bytesCover((PostgresPosition) now, lost))
                    .as("a token of bytes alone would lie here")
                    .isTrue();
        }

        primary.start();
        hear(cluster, primary);

        assertThat(cluster.topology().node(primary.name()).standing()).isEqualTo(NodeStanding.DEPOSED);
        assertThat(cluster.topology().primary().orElseThrow().name()).isEqualTo(near.name());
    }

    @Test
    void two_standbys_that_are_promoted_apart_cannot_be_told_from_each_other() throws Exception {
        Cluster cluster = new Cluster(
                List.of(primary.name(), near.name(), far.name()),
                new ClusterRules(2, Duration.ofDays(1), Duration.ofSeconds(10)),
                InstantSource.system(),
                () -> {});
        hear(cluster, primary, near, far);
        primary.kill();

        near.promote();
        far.promote();
        hear(cluster, near, far);

        assertThat(position(near).epoch()).isEqualTo(position(far).epoch());
        assertThat(cluster.topology().primary()).isEmpty();
        assertThat(cluster.topology().node(near.name()).standing()).isEqualTo(NodeStanding.AMBIGUOUS);
        assertThat(cluster.topology().node(far.name()).standing()).isEqualTo(NodeStanding.AMBIGUOUS);
    }

    @Test
    void without_the_right_to_see_the_timeline_nothing_wrong_is_concluded() throws Exception {
        primary.execute("CREATE ROLE app LOGIN", "CREATE TABLE shop (id INT)");
        near.awaitReplayOf(primary);
        far.awaitReplayOf(primary);
        near.stop();
        primary.execute("INSERT INTO shop VALUES (1)");
        PostgresPosition lost = position(primary);
        far.stop();
        primary.kill();
        near.start();
        near.promote();
        far.rejoin(near);
        do {
            near.execute("INSERT INTO shop SELECT generate_series(10, 1000)");
        } while (!bytesCover(position(near), lost));
        far.awaitReplayOf(near);

        String url = far.jdbcUrl().replace("user=postgres", "user=app");
        try (Connection connection = DriverManager.getConnection(url)) {
            NodeState told = dialect.inspect(far.name(), connection);
            assertThat(requireNonNull(told.position()).covers(lost)).isFalse();
            near.kill();
            NodeState left = dialect.inspect(far.name(), connection);
            assertThat(requireNonNull(left.position()).covers(lost)).isFalse();
        }
        assertThat(position(far).covers(lost))
                .as("also asked by who may see everything")
                .isFalse();
    }

    @Test
    void a_standby_whose_timeline_is_not_told_does_not_say_that_it_has_shown_no_more() throws Exception {
        primary.execute("CREATE ROLE app LOGIN", "CREATE TABLE shop (id INT)");
        near.awaitReplayOf(primary);
        String url = near.jdbcUrl().replace("user=postgres", "user=app");

        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(dialect.inspect(near.name(), connection).isExact()).isFalse();
            assertThat(state(near).isExact())
                    .as("to who may see everything it says so")
                    .isTrue();
            assertThat(state(primary).isExact()).isTrue();

            primary.kill();

            Await.until(
                    "it has noticed",
                    Duration.ofSeconds(30),
                    () -> near.query("SELECT count(*) FROM pg_stat_wal_receiver")
                            .equals("0"));
            assertThat(state(near).isExact()).isFalse();
        }

        near.stop();
        near.start();

        assertThat(state(near).isExact())
                .as("it has replayed nothing past the place in the control file")
                .isTrue();
    }

    @Test
    void where_roles_are_fixed_the_name_decides_and_a_broken_connection_is_told() throws Exception {
        ReplicationDialect fixed = Dialects.fixedRoles(near.name());

        try (Connection connection = primary.connect()) {
            assertThat(fixed.inspect(near.name(), connection).role()).isEqualTo(NodeRole.PRIMARY);
            assertThat(fixed.inspect(far.name(), connection)).isEqualTo(NodeState.replica("", "", null));
            connection.abort(Runnable::run);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> fixed.inspect(near.name(), connection))
                    .withMessageContaining(near.name());
        }
        assertThatIllegalArgumentException().isThrownBy(() -> fixed.parse("pg1.1.1.1"));
        fixed.check(List.of(far.name(), near.name()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dialects.fixedRoles("db-1").check(List.of("db-2", "db-3")))
                .withMessage("primary must be one of the nodes [db-2, db-3]: db-1");
    }

    @Test
    void a_standby_refuses_to_write_in_words_that_are_known() throws Exception {
        try (Connection connection = near.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE t (id INT)");
        } catch (SQLException e) {
            assertThat(dialect.isReadOnlyFailure(e)).isTrue();
            return;
        }
        throw new AssertionError("it has written");
    }

    private void hear(Cluster cluster, PgServer... servers) throws Exception {
        for (PgServer server : servers) {
            long asked = System.nanoTime();
            NodeState state = state(server);
            cluster.answered(server.name(), state, asked, System.nanoTime());
        }
    }

    /** What a token would say that is a number of bytes. */
    private static boolean bytesCover(PostgresPosition now, PostgresPosition then) {
        String[] mine = now.encode().split("\\.", -1);
        String[] theirs = then.encode().split("\\.", -1);
        return Long.compareUnsigned(Long.parseUnsignedLong(mine[3], 16), Long.parseUnsignedLong(theirs[3], 16)) >= 0;
    }
}
