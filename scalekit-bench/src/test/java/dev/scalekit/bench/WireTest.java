package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.postgres.PgCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On PostgreSQL's real driver, and on a clock that moves only when the wire waits. */
final class WireTest {
    private static final Duration EXTRA = Duration.ofMillis(7);

    private static PgCluster cluster;

    private final VirtualClock clock = new VirtualClock();
    private final Wire wire = new Wire(clock, EXTRA);
    private Connection connection;

    @BeforeAll
    static void start() {
        cluster = PgCluster.builder().start();
        cluster.primary().execute("CREATE TABLE t (n INT)");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = wire.to(cluster.primary().dataSource()).getConnection();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void a_statement_that_commits_by_itself_is_one_round_trip() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT ?")) {
            select.setInt(1, 42);
            select.executeQuery().next();
        }

        assertCounts(1, 0, 1);
        assertThat(clock.nanos()).isEqualTo(EXTRA.toNanos());
        assertThat(wire.longestTransaction()).isEqualTo(EXTRA);
    }

    @Test
    void a_transaction_is_its_statements_and_a_commit() throws SQLException {
        connection.setAutoCommit(false);
        insert();
        insert();
        connection.commit();
        connection.setAutoCommit(true);

        assertCounts(2, 1, 3);
        assertThat(wire.longestTransaction()).isEqualTo(EXTRA.multipliedBy(3));
    }

    @Test
    void what_the_driver_does_not_send_is_not_counted() throws SQLException {
        connection.setAutoCommit(false);
        connection.commit();
        connection.rollback();
        connection.setAutoCommit(true);

        assertCounts(0, 0, 0);
    }

    @Test
    void a_rollback_and_the_commit_by_setting_auto_commit_are_sent() throws SQLException {
        connection.setAutoCommit(false);
        insert();
        connection.rollback();
        insert();
        connection.setAutoCommit(true);

        assertCounts(2, 1, 4);
    }

    @Test
    void a_batch_is_one_round_trip_and_a_statement_that_fails_one_too() throws SQLException {
        try (PreparedStatement batch = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            for (int i = 0; i < 3; i++) {
                batch.setInt(1, i);
                batch.addBatch();
            }
            batch.executeBatch();
        }
        assertThatThrownBy(() -> execute("SELECT nothing")).isInstanceOf(SQLException.class);

        assertCounts(2, 0, 2);
    }

    @Test
    void nobody_gets_around_it() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.getConnection()).isSameAs(connection);
        }
        assertThat(connection.isWrapperFor(Connection.class)).isFalse();
        assertThatThrownBy(() -> connection.unwrap(Connection.class)).isInstanceOf(SQLException.class);
    }

    private void insert() throws SQLException {
        execute("INSERT INTO t VALUES (1)");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void assertCounts(long statements, long commits, long roundTrips) {
        assertThat(wire.counts())
                .isEqualTo(Map.of(Wire.STATEMENTS, statements, Wire.COMMITS, commits, Wire.ROUND_TRIPS, roundTrips));
    }
}
