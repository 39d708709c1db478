package dev.scalekit.routing;

import static dev.scalekit.testkit.TcpFaultProxy.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.routing.hikari.HikariNodes;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Closing;
import dev.scalekit.testkit.TcpFaultProxy;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How often something is sent to PostgreSQL, and waited for, with pools of whose drivers each read-only connection is told so; HikariCP
 * alone has the driver as it is. What the router asks goes another way, and is not counted.
 */
@Timeout(120)
final class RoundTripsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TIMES = 12;

    private static PgCluster pg;
    private static TcpFaultProxy toPrimary;
    private static TcpFaultProxy toReplica;
    private static HikariNodes nodes;
    private static HikariDataSource pool;
    private static RoutingDataSource routed;

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    @BeforeAll
    static void start() {
        pg = PgCluster.builder().standbys(1).relaxedDurability().start();
        PgServer standby = pg.standbys().get(0);
        pg.primary().execute("CREATE TABLE counter (value INT NOT NULL)", "INSERT INTO counter VALUES (0)");
        standby.awaitReplayOf(pg.primary());
        toPrimary = TcpFaultProxy.to(pg.primary().port());
        toReplica = TcpFaultProxy.to(standby.port());
        pool = new HikariDataSource();
        pool.setJdbcUrl(url(toPrimary));
        pool.setMaximumPoolSize(1);
        HikariConfig template = new HikariConfig();
        template.setMaximumPoolSize(1);
        nodes = HikariNodes.builder()
                .template(template)
                .node("primary", url(toPrimary))
                .node("replica", url(toReplica))
                .build();
        routed = RoutingDataSource.builder()
                .node(
                        "primary",
                        nodes.nodes().get(0).pool(),
                        node -> node.probes(pg.primary().dataSource()))
                .node("replica", nodes.nodes().get(1).pool(), node -> node.probes(standby.dataSource()))
                .dialect(Dialects.postgres())
                // The ways are what is counted, whatever was written.
                .reads(reads -> reads.consistency(Consistency.NONE).maximumLag(Duration.ofMinutes(1)))
                .build();
        Await.until(
                "the replica", PATIENCE, () -> routed.topology().node("replica").standing() == NodeStanding.REPLICA);
    }

    private static String url(TcpFaultProxy proxy) {
        return "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres?user=postgres";
    }

    @AfterAll
    static void stop() {
        Closing.all(List.of(routed::close, nodes::close, pool::close, toReplica::close, toPrimary::close, pg::close));
    }

    @Test
    void a_read_only_transaction_is_two_round_trips_to_a_replica() throws SQLException {
        long trips = trips(toReplica, routed, RoundTripsTest::readTransaction);

        assertThat(trips).isEqualTo(2);
    }

    @Test
    void it_is_as_many_if_auto_commit_is_set_first() throws SQLException {
        long trips = trips(toReplica, routed, connection -> {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            read(connection);
            connection.commit();
        });

        assertThat(trips).isEqualTo(2);
    }

    @Test
    void two_statements_in_it_are_one_more() throws SQLException {
        long trips = trips(toReplica, routed, connection -> {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            read(connection);
            read(connection);
            connection.commit();
        });

        assertThat(trips).isEqualTo(3);
    }

    @Test
    void a_read_only_transaction_on_the_primary_is_as_many_as_the_pool_needs() throws SQLException {
        long ofPool = trips(toPrimary, pool, RoundTripsTest::readTransaction);

        long trips = routed.primary(() -> trips(toPrimary, routed, RoundTripsTest::readTransaction));

        assertThat(trips).isEqualTo(ofPool).isEqualTo(2);
    }

    @Test
    void such_a_transaction_does_not_write() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> routed.primary(() -> trips(toPrimary, routed, connection -> {
                    connection.setReadOnly(true);
                    connection.setAutoCommit(false);
                    write(connection);
                })))
                .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("25006"));
    }

    @Test
    void a_question_about_the_catalogue_does_not_keep_the_connection_of_such_a_transaction() throws SQLException {
        long connections = toPrimary.accepted();

        routed.primary(() -> trips(toPrimary, routed, connection -> {
            readTransaction(connection);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.getMetaData().getTables(null, null, "counter", null).close();
        }));

        assertThat(toPrimary.accepted()).isEqualTo(connections);
    }

    @Test
    void a_read_that_is_a_transaction_by_itself_is_one() throws SQLException {
        long trips = trips(toReplica, routed, connection -> {
            connection.setReadOnly(true);
            read(connection);
        });

        assertThat(trips).isEqualTo(1);
    }

    @Test
    void a_transaction_that_writes_is_as_many_as_the_pool_needs() throws SQLException {
        long ofPool = trips(toPrimary, pool, RoundTripsTest::writeTransaction);

        long trips = trips(toPrimary, routed, RoundTripsTest::writeTransaction);

        assertThat(trips).isEqualTo(ofPool).isEqualTo(3);
    }

    @Test
    void a_write_that_is_a_transaction_by_itself_is_one() throws SQLException {
        long trips = trips(toPrimary, routed, RoundTripsTest::write);

        assertThat(trips).isEqualTo(1);
    }

    /** As Spring does it. */
    private static void readTransaction(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        read(connection);
        connection.commit();
        connection.setAutoCommit(true);
        connection.setReadOnly(false);
    }

    private static void writeTransaction(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        read(connection);
        write(connection);
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void read(Connection connection) throws SQLException {
        assertThat(RoutingRig.ask(connection, "SELECT value FROM counter")).isNotNull();
    }

    private static void write(Connection connection) throws SQLException {
        assertThat(RoutingRig.ask(connection, "UPDATE counter SET value = value + 1 RETURNING value"))
                .isNotNull();
    }

    /**
     * Does it some times on a connection each, and returns the fewest round trips: a pool asks more of a connection that was idle
     * for long, and a driver more the first time.
     */
    private static long trips(TcpFaultProxy proxy, DataSource source, Work work) throws SQLException {
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i < TIMES; i++) {
            long before = proxy.writes(TO_SERVER);
            try (Connection connection = source.getConnection()) {
                work.on(connection);
            }
            fewest = Math.min(fewest, proxy.writes(TO_SERVER) - before);
        }
        return fewest;
    }
}
