package dev.scalekit.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.TcpFaultProxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real server behind a network that breaks, as PostgreSQL's driver sees it. */
final class BrokenNetworkTest {
    private static final String CONNECTION_FAILURE = "08006";
    private static final String UNABLE_TO_CONNECT = "08001";
    private static final String NO_TIMEOUT = "socketTimeout=0";
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(1);

    private static PgCluster cluster;

    private TcpFaultProxy proxy;

    @BeforeAll
    static void start() {
        cluster = PgCluster.builder().start();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @BeforeEach
    void start_proxy() {
        proxy = TcpFaultProxy.to(cluster.primary().port());
    }

    @AfterEach
    void close_proxy() {
        proxy.close();
    }

    @Test
    void a_round_trip_takes_the_latency_twice() throws SQLException {
        Duration latency = Duration.ofMillis(50);
        try (Connection connection = connect(NO_TIMEOUT)) {
            proxy.latency(latency);
            long start = System.nanoTime();

            assertThat(answer(connection)).isEqualTo(42);

            assertThat(elapsedSince(start)).isGreaterThanOrEqualTo(latency.multipliedBy(2));
        }
    }

    @Test
    void a_query_into_a_black_hole_waits_for_the_socket_timeout() throws SQLException {
        try (Connection connection = connect("socketTimeout=" + SOCKET_TIMEOUT.toSeconds())) {
            proxy.blackHole();
            long start = System.nanoTime();

            requireFailure(CONNECTION_FAILURE, () -> answer(connection));

            assertThat(elapsedSince(start)).isGreaterThanOrEqualTo(SOCKET_TIMEOUT);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void a_connection_into_a_black_hole_is_given_up_after_the_socket_timeout() {
        proxy.blackHole();
        long start = System.nanoTime();

        requireFailure(UNABLE_TO_CONNECT, () -> connect("socketTimeout=" + SOCKET_TIMEOUT.toSeconds()));

        assertThat(elapsedSince(start)).isGreaterThanOrEqualTo(SOCKET_TIMEOUT);
    }

    @Test
    void a_reset_ends_a_query_at_once() throws Exception {
        ExecutorService client = Executors.newSingleThreadExecutor();
        try (Connection connection = connect(NO_TIMEOUT);
                Statement statement = connection.createStatement()) {
            Future<Boolean> sleeping = client.submit(() -> statement.execute("select pg_sleep(3600)"));
            Await.until("the query to run", Duration.ofSeconds(20), BrokenNetworkTest::isSleeping);

            proxy.reset();

            // Without a timeout of its own it would go on for an hour.
            requireFailure(CONNECTION_FAILURE, () -> resultOf(sleeping));
            assertThat(connection.isClosed()).isTrue();
        } finally {
            client.shutdown();
        }
    }

    @Test
    void who_is_refused_cannot_connect_while_open_connections_go_on() throws SQLException {
        try (Connection open = connect(NO_TIMEOUT)) {
            proxy.refuse();

            requireFailure(UNABLE_TO_CONNECT, () -> connect(NO_TIMEOUT));
            assertThat(answer(open)).isEqualTo(42);
        }

        proxy.heal();

        requireAnswer();
    }

    @Test
    void after_a_black_hole_a_new_connection_works_once_it_is_healed() throws SQLException {
        try (Connection lost = connect("socketTimeout=" + SOCKET_TIMEOUT.toSeconds())) {
            proxy.blackHole();
            requireFailure(CONNECTION_FAILURE, () -> answer(lost));

            proxy.heal();
            proxy.reset();

            requireAnswer();
            requireFailure("08003", () -> answer(lost));
        }
    }

    private Connection connect(String option) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres?user=postgres&connectTimeout=5&" + option);
    }

    private void requireAnswer() throws SQLException {
        try (Connection connection = connect(NO_TIMEOUT)) {
            assertThat(answer(connection)).isEqualTo(42);
        }
    }

    private static int answer(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 42")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static boolean isSleeping() {
        return cluster.primary()
                .query("select count(*) from pg_stat_activity where wait_event = 'PgSleep'")
                .equals("1");
    }

    private static void resultOf(Future<Boolean> query) throws Throwable {
        try {
            query.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static void requireFailure(String sqlState, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState));
    }

    private static Duration elapsedSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
