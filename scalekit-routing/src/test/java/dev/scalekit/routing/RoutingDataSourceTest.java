package dev.scalekit.routing;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scalekit.routing.balance.Balancers;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where statements go, on a real primary with two standbys. */
@Timeout(120)
final class RoutingDataSourceTest {
    private static RoutingRig rig;

    @BeforeAll
    static void start() {
        rig = new RoutingRig(
                servers -> {},
                it -> it.balancer(Balancers.roundRobin())
                        .reads(reads -> reads.waitForReplica(ofSeconds(10)).maximumLag(ofMinutes(1))));
        rig.counters(3);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static int primaryPort() {
        return rig.pg.primary().port();
    }

    private static Set<Integer> standbyPorts() {
        Set<Integer> ports = new HashSet<>();
        for (PgServer standby : rig.pg.standbys()) {
            ports.add(standby.port());
        }
        return ports;
    }

    @Test
    void what_is_not_declared_goes_to_the_primary() throws SQLException {
        try (Connection connection = rig.db.getConnection()) {
            assertThat(RoutingRig.port(connection)).isEqualTo(primaryPort());
        }
    }

    @Test
    void reads_go_to_all_replicas() throws SQLException {
        Set<Integer> ports = new HashSet<>();

        for (int i = 0; i < 100; i++) {
            try (Connection connection = rig.db.getConnection()) {
                connection.setReadOnly(true);
                ports.add(RoutingRig.port(connection));
            }
        }

        assertThat(ports).isEqualTo(standbyPorts());
    }

    @Test
    void a_connection_that_does_nothing_takes_none() throws SQLException {
        try (Connection connection = rig.db.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.commit();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);

            assertThat(rig.inUse()).isZero();
        }
    }

    @Test
    void a_connection_is_given_back_with_the_role_and_none_is_taken_for_the_other_one() throws SQLException {
        try (Connection connection = rig.db.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            RoutingRig.port(connection);
            connection.commit();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);

            assertThat(rig.inUse()).isZero();
        }
    }

    @Test
    void a_transaction_stays_on_its_node() throws SQLException {
        try (Connection connection = rig.db.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            int first = RoutingRig.port(connection);

            for (int i = 0; i < 20; i++) {
                assertThat(RoutingRig.port(connection)).isEqualTo(first);
            }
            connection.rollback();
        }
    }

    @Test
    void what_is_serializable_is_read_on_the_primary() throws SQLException {
        try (Connection connection = rig.db.getConnection()) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);

            assertThat(RoutingRig.port(connection)).isEqualTo(primaryPort());
        }
    }

    @Test
    void scopes_say_it_where_nobody_calls_set_read_only() throws SQLException {
        int read = rig.db.readOnly(() -> {
            try (Connection connection = rig.db.getConnection()) {
                return RoutingRig.port(connection);
            }
        });
        int forced = rig.db.primary(() -> {
            try (Connection connection = rig.db.getConnection()) {
                connection.setReadOnly(true);
                return RoutingRig.port(connection);
            }
        });

        assertThat(standbyPorts()).contains(read);
        assertThat(forced).isEqualTo(primaryPort());
    }

    @Test
    void a_write_on_a_read_only_connection_is_refused_wherever_it_is() throws SQLException {
        try (Connection connection = rig.db.getConnection();
                Connection onPrimary = rig.db.getConnection()) {
            connection.setReadOnly(true);
            onPrimary.setReadOnly(true);

            refusesToWrite(connection);
            rig.db.primary(() -> refusesToWrite(onPrimary));
        }
    }

    private static void refusesToWrite(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.executeUpdate("UPDATE counter SET value = -1 WHERE id = 1"))
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        }
    }

    @Test
    void a_process_reads_what_it_has_written() throws SQLException {
        for (int i = 0; i < 200; i++) {
            long written = rig.increment(2);

            assertThat(rig.read(2)).isGreaterThanOrEqualTo(written);
        }
    }

    @Test
    void a_token_carries_over_what_was_written() throws SQLException {
        for (int i = 0; i < 50; i++) {
            long[] written = {0};
            ReadToken token = rig.db.atLeast(ReadToken.NONE, () -> {
                written[0] = rig.increment(3);
                return rig.db.token();
            });

            long read = rig.db.atLeast(ReadToken.parse(token.toString()), () -> rig.read(3));

            assertThat(read).isGreaterThanOrEqualTo(written[0]);
        }
    }
}
