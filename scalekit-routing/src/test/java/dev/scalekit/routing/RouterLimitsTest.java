package dev.scalekit.routing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.routing.RoutingHealth.Status;
import dev.scalekit.testkit.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long callers wait for a node, how many of them, and what they are told; nothing is left over of those that give up. */
@Timeout(60)
final class RouterLimitsTest {
    private static final Duration LONG = ofSeconds(30);

    private MemoryDatabase database;
    private SwitchedSource writing;
    private SwitchedSource reading;
    private HikariDataSource pool;

    @BeforeEach
    void start() throws SQLException {
        database = new MemoryDatabase();
        database.execute("CREATE TABLE item (id INT)");
        writing = new SwitchedSource(database.dataSource());
        reading = new SwitchedSource(database.dataSource());
        pool = new HikariDataSource();
        pool.setDataSource(database.dataSource());
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(250);
    }

    @AfterEach
    void stop() throws SQLException {
        pool.close();
        database.close();
    }

    private RoutingDataSource router(UnaryOperator<RoutingDataSourceBuilder> options) {
        return options.apply(RoutingDataSource.builder()
                        .node("a", writing)
                        .node("b", reading)
                        .dialect(Dialects.fixedRoles("a"))
                        .discovery(ofSeconds(1)))
                .build();
    }

    private static void write(RoutingDataSource db) throws SQLException {
        try (Connection connection = db.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO item VALUES (1)");
        }
    }

    private static void read(RoutingDataSource db) throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.setReadOnly(true);
            try (Statement statement = connection.createStatement()) {
                statement.executeQuery("SELECT 1");
            }
        }
    }

    @Test
    void a_pool_that_has_nothing_left_is_no_dead_node() throws SQLException {
        try (RoutingDataSource db = RoutingDataSource.builder()
                .node("a", pool, node -> node.probes(database.dataSource()))
                .dialect(Dialects.fixedRoles("a"))
                .writes(writes -> writes.whenNoPrimary(WhenNoPrimary.fail()))
                .build()) {
            try (Connection only = db.getConnection();
                    Statement statement = only.createStatement()) {
                statement.executeQuery("SELECT 1");
                assertThatExceptionOfType(NoNodeException.class)
                        .isThrownBy(() -> write(db))
                        .withMessageContaining("a is PRIMARY")
                        .withCauseInstanceOf(SQLException.class);
            }

            write(db);

            assertThat(db.health().status()).isEqualTo(Status.UP);
        }
    }

    @Test
    void without_a_primary_a_write_fails_at_once_if_it_is_to() throws SQLException {
        writing.off();
        try (RoutingDataSource db = router(it -> it.writes(writes -> writes.whenNoPrimary(WhenNoPrimary.fail())))) {
            assertThatExceptionOfType(NoNodeException.class)
                    .isThrownBy(() -> write(db))
                    .withMessageContaining("db has no primary to take: a is DOWN")
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08001"));
            assertThat(db.health().status()).isEqualTo(Status.READ_ONLY);
            read(db);
        }
    }

    @Test
    void a_write_waits_for_the_primary_to_come_back() throws Exception {
        writing.off();
        try (RoutingDataSource db = router(it -> it)) {
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> quietly(() -> write(db)));
            Await.until("it waits", LONG, () -> db.stats().waits() > 0);

            writing.on();

            waiting.get();
        }
    }

    private static void quietly(Action<SQLException> action) {
        try {
            action.run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void no_more_callers_wait_than_may() throws Exception {
        writing.off();
        try (RoutingDataSource db = router(it -> it.writes(writes -> writes.maximumWaiting(1)))) {
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> quietly(() -> write(db)));
            Await.until("it waits", LONG, () -> db.stats().waits() > 0);

            assertThatExceptionOfType(NoNodeException.class)
                    .isThrownBy(() -> write(db))
                    .withMessageContaining("1 callers wait for one, which is as many as may");

            writing.on();
            waiting.get();
            write(db);
        }
    }

    @Test
    void whoever_is_interrupted_while_he_waits_still_is() throws Exception {
        writing.off();
        try (RoutingDataSource db = router(it -> it.writes(writes -> writes.maximumWaiting(1)))) {
            AtomicBoolean isInterrupted = new AtomicBoolean();
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread waiting = new Thread(() -> {
                try {
                    write(db);
                } catch (SQLException e) {
                    thrown.set(e);
                    isInterrupted.set(Thread.currentThread().isInterrupted());
                }
            });
            waiting.start();
            Await.until("it waits", LONG, () -> db.stats().waits() > 0);

            waiting.interrupt();
            waiting.join();
            writing.on();

            assertThat(thrown.get()).isInstanceOf(NoNodeException.class).hasMessageContaining("Interrupted");
            assertThat(isInterrupted).isTrue();
            write(db);
        }
    }

    @Test
    void whoever_waits_when_it_is_closed_is_told() throws Exception {
        writing.off();
        RoutingDataSource db = router(it -> it);
        AtomicReference<SQLException> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                write(db);
            } catch (SQLException e) {
                thrown.set(e);
            }
        });
        waiting.start();
        Await.until("it waits", LONG, () -> db.stats().waits() > 0);

        db.close();
        db.close();
        waiting.join();

        assertThat(requireNonNull(thrown.get()).getSQLState()).isEqualTo("08003");
        assertThatThrownBy(db::getConnection).hasMessageContaining("db is closed");
    }

    @Test
    void a_pool_that_throws_errors_costs_no_permits() throws SQLException {
        try (RoutingDataSource db = router(it -> it.reads(reads -> reads.primaryFallback(1)))) {
            AssertionError error = new AssertionError("a driver");
            writing.off(error);
            reading.off(error);
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> read(db)).isSameAs(error);
            }
            reading.off();
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> read(db)).isSameAs(error);
            }

            writing.on();

            read(db);
            assertThat(db.stats().primaryReads()).isPositive();
        }
    }

    @Test
    void the_pool_of_a_node_that_is_down_is_rid_of_its_connections_once() throws SQLException {
        AtomicInteger evictions = new AtomicInteger();
        reading.off();
        try (RoutingDataSource db = RoutingDataSource.builder()
                .node("a", writing)
                .node("b", reading, node -> node.eviction(one -> {}, evictions::incrementAndGet))
                .dialect(Dialects.fixedRoles("a"))
                .build()) {
            Await.until("it is evicted", LONG, () -> evictions.get() == 1);

            reading.on();
            Await.until("it is back", LONG, () -> db.topology().node("b").standing() == NodeStanding.REPLICA);

            assertThat(evictions).hasValue(1);
        }
    }

    @Test
    void a_listener_that_throws_is_told_the_next_thing_all_the_same() throws SQLException {
        AtomicInteger told = new AtomicInteger();
        try (RoutingDataSource db = router(it -> it.listener(new RoutingListener() {
            @Override
            public void topologyChanged(TopologySnapshot before, TopologySnapshot after) {
                if (told.incrementAndGet() % 2 == 1) {
                    throw new AssertionError("planted");
                }
                throw new IllegalStateException("planted");
            }
        }))) {
            int before = told.get();

            db.removeNode("b");
            db.addNode("b", reading);

            Await.until("both are told", LONG, () -> told.get() >= before + 2);
        }
    }

    @Test
    void reads_go_on_while_a_pool_is_empty() throws SQLException {
        try (RoutingDataSource db = RoutingDataSource.builder()
                .node("a", writing)
                .node("b", pool, node -> node.probes(database.dataSource()))
                .dialect(Dialects.fixedRoles("a"))
                .reads(reads -> reads.deadline(ofMillis(600)))
                .build()) {
            try (Connection only = db.getConnection()) {
                only.setReadOnly(true);
                try (Statement statement = only.createStatement()) {
                    statement.executeQuery("SELECT 1");
                    read(db);
                }
            }

            assertThat(db.topology().node("b").standing()).isEqualTo(NodeStanding.REPLICA);
        }
    }
}
