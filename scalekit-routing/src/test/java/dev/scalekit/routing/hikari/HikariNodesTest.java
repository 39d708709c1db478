package dev.scalekit.routing.hikari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.FreePorts;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pools of a real primary and a real standby. */
final class HikariNodesTest {
    private static final String PID = "select pg_backend_pid()";

    private static PgCluster cluster;

    private HikariNodes nodes;

    @BeforeAll
    static void start() {
        cluster = PgCluster.builder().standbys(1).relaxedDurability().start();
        cluster.primary().execute("create table item (name text)");
        cluster.standbys().get(0).awaitReplayOf(cluster.primary());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void open() {
        HikariConfig template = new HikariConfig();
        template.setPoolName("shop");
        template.setMaximumPoolSize(2);
        template.setMinimumIdle(0);
        nodes = HikariNodes.builder()
                .template(template)
                .node("pg-a", cluster.primary().jdbcUrl())
                .node("pg-b", cluster.standbys().get(0).jdbcUrl())
                .build();
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private HikariNode primary() {
        return nodes.nodes().get(0);
    }

    private HikariNode standby() {
        return nodes.nodes().get(1);
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String ask(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return ask(connection, sql);
        }
    }

    private static void write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("insert into item values ('x')");
        }
    }

    private static String state(Throwable thrown) {
        return ((SQLException) thrown).getSQLState();
    }

    @Test
    void each_node_has_a_pool_of_its_own_server() throws SQLException {
        assertThat(ask(primary().pool(), "select pg_is_in_recovery()")).isEqualTo("f");
        assertThat(ask(standby().pool(), "select pg_is_in_recovery()")).isEqualTo("t");
        assertThat(standby().pool().getPoolName()).isEqualTo("shop-pg-b");
    }

    @Test
    void a_write_on_a_read_only_connection_is_refused_also_outside_of_a_transaction() throws SQLException {
        try (Connection connection = primary().pool().getConnection()) {
            String pid = ask(connection, PID);
            connection.setReadOnly(true);

            assertThatThrownBy(() -> write(connection))
                    .satisfies(e -> assertThat(state(e)).isEqualTo("25006"));
            assertThat(ask(connection, PID)).as("the connection is kept").isEqualTo(pid);
        }

        try (Connection connection = primary().pool().getConnection()) {
            write(connection);
        }
    }

    @Test
    void a_transaction_whose_write_was_refused_can_be_rolled_back() throws SQLException {
        try (Connection connection = primary().pool().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);

            assertThatThrownBy(() -> write(connection))
                    .satisfies(e -> assertThat(state(e)).isEqualTo("25006"));
            connection.rollback();

            assertThat(ask(connection, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_serializable_transaction_that_a_standby_refuses_costs_no_connection() throws SQLException {
        String pid;
        try (Connection connection = standby().pool().getConnection()) {
            pid = ask(connection, PID);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);

            assertThatThrownBy(() -> ask(connection, "select count(*) from item"))
                    .satisfies(e -> assertThat(state(e)).isEqualTo("0A000"));
            connection.rollback();
        }

        assertThat(ask(standby().pool(), PID)).isEqualTo(pid);
    }

    @Test
    void evicting_ends_what_is_idle_at_once_and_what_is_lent_when_it_comes_back() throws SQLException {
        String idle;
        String lent;
        try (Connection first = primary().pool().getConnection()) {
            lent = ask(first, PID);
            idle = ask(primary().pool(), PID);

            primary().evict();

            assertThat(ask(first, PID)).isEqualTo(lent);
        }

        assertThat(ask(primary().pool(), PID)).isNotIn(idle, lent);
    }

    @Test
    void probes_are_not_of_the_pool() throws SQLException {
        try (Connection first = primary().pool().getConnection();
                Connection second = primary().pool().getConnection()) {
            assertThat(ask(primary().probes(), "select pg_is_in_recovery()")).isEqualTo("f");
            assertThat(ask(standby().probes(), "select pg_is_in_recovery()")).isEqualTo("t");
            assertThat(ask(primary().probes(), "show transaction_read_only")).isEqualTo("off");
            assertThat(primary().pool().getHikariPoolMXBean().getActiveConnections())
                    .as("of " + first + " and " + second)
                    .isEqualTo(2);
        }
    }

    @Test
    void probes_log_in_as_the_pool_does_at_that_moment() throws SQLException {
        cluster.primary().execute("create role shop login");
        HikariConfig template = new HikariConfig();
        template.setUsername("shop");
        String url = cluster.primary().jdbcUrl().replace("user=postgres&", "");
        try (HikariNodes shop =
                HikariNodes.builder().template(template).node("pg-a", url).build()) {
            HikariNode node = shop.nodes().get(0);

            assertThat(ask(node.probes(), "select current_user")).isEqualTo("shop");
            node.pool().setUsername("postgres");
            assertThat(ask(node.probes(), "select current_user")).isEqualTo("postgres");
        }
    }

    @Test
    void the_driver_is_told_what_a_router_needs_unless_somebody_says_otherwise() throws SQLException {
        HikariConfig template = new HikariConfig();
        template.addDataSourceProperty("ApplicationName", "shop");
        template.addDataSourceProperty("socketTimeout", "600");
        String url = cluster.primary().jdbcUrl();

        try (HikariNodes told = HikariNodes.builder()
                .template(template)
                .node("pg-a", url)
                .node("pg-b", url + "&readOnlyMode=transaction&socketTimeout=7")
                .build()) {
            HikariNode first = told.nodes().get(0);
            HikariNode second = told.nodes().get(1);

            assertThat(timeout(primary().pool())).isEqualTo(60_000);
            assertThat(timeout(first.pool())).isEqualTo(600_000);
            assertThat(timeout(second.pool())).isEqualTo(7_000);
            assertThat(timeout(second.probes())).isEqualTo(2_000);
            assertThat(ask(first.pool(), "show application_name")).isEqualTo("shop");
            assertThat(ask(first.probes(), "show application_name")).isEqualTo("shop");
            try (Connection connection = second.pool().getConnection()) {
                connection.setReadOnly(true);
                assertThat(ask(connection, "show transaction_read_only")).isEqualTo("off");
            }
        }
    }

    private static int timeout(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return connection.getNetworkTimeout();
        }
    }

    @Test
    void a_node_that_is_down_is_no_reason_not_to_start_and_says_so_within_a_second() {
        HikariNode down =
                nodes.add("pg-c", "jdbc:postgresql://127.0.0.1:" + FreePorts.next() + "/postgres?user=postgres");

        long began = System.nanoTime();
        assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(down.pool()::getConnection);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThatThrownBy(down.probes()::getConnection)
                .satisfies(e -> assertThat(state(e)).isEqualTo("08001"));
    }

    @Test
    void nodes_come_and_go_at_run_time() throws SQLException {
        HikariNode added = nodes.add("pg-c", cluster.primary().jdbcUrl());
        assertThat(ask(added.pool(), "select 1")).isEqualTo("1");

        assertThat(nodes.remove("pg-c")).isTrue();
        added.evict();

        assertThat(added.pool().isClosed()).isTrue();
        assertThat(nodes.remove("pg-c")).isFalse();
        assertThat(nodes).hasToString("HikariNodes[HikariNode[pg-a], HikariNode[pg-b]]");
    }

    @Test
    void closing_closes_the_pools_and_nothing_is_added_after_it() throws SQLException {
        PgServer server = cluster.primary();
        HikariDataSource pool = primary().pool();
        String pid = ask(pool, PID);

        nodes.close();
        nodes.close();

        assertThat(pool.isClosed()).isTrue();
        String left = "select count(*) from pg_stat_activity where pid = " + pid;
        Await.until(
                "the end of the backend",
                Duration.ofSeconds(10),
                () -> server.query(left).equals("0"));
        assertThatIllegalStateException().isThrownBy(() -> nodes.add("pg-c", server.jdbcUrl()));
    }
}
