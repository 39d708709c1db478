package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.Closing;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Evidence;
import dev.scalekit.testkit.FaultDataSource;
import dev.scalekit.testkit.FaultPlan;
import dev.scalekit.testkit.JdbcFault;
import dev.scalekit.testkit.Seeds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many borrows by several threads, in which calls fail, threads are interrupted, connections are closed twice, aborted by others, or
 * with statements and transactions left open. Afterwards everything is back in the pools.
 */
@Timeout(3_000)
final class BorrowsTest {
    private static final int THREADS = 4;
    private static final JdbcFault[] FAULTS = {
        JdbcFault.throwBefore("08006"),
        JdbcFault.throwAfter("08006"),
        JdbcFault.disconnectBefore(),
        JdbcFault.disconnectAfter(),
        JdbcFault.errorBefore(),
        JdbcFault.errorAfter(),
        JdbcFault.throwBefore("40001"),
        JdbcFault.throwBefore("42P01")
    };

    private final FaultPlan plan = FaultPlan.allCalls();
    private MemoryDatabase database;
    private HikariDataSource primary;
    private HikariDataSource replica;
    private FaultDataSource faultyPrimary;
    private FaultDataSource faultyReplica;
    private RoutingDataSource db;

    @BeforeEach
    void start() throws SQLException {
        database = new MemoryDatabase();
        database.execute("CREATE TABLE deed (id INT GENERATED ALWAYS AS IDENTITY, name VARCHAR(10))");
        primary = pool("primary");
        replica = pool("replica");
        faultyPrimary = new FaultDataSource(primary, plan);
        faultyReplica = new FaultDataSource(replica, plan);
        db = RoutingDataSource.builder()
                .node("a", faultyPrimary, node -> node.probes(database.dataSource()))
                .node("b", faultyReplica, node -> node.probes(database.dataSource()))
                .dialect(Dialects.fixedRoles("a"))
                .slowStart(Duration.ZERO)
                .reads(reads -> reads.primaryFallback(2))
                .monitor(monitor -> monitor.every(Duration.ofMillis(20)).inPanic(Duration.ofMillis(2)))
                .build();
    }

    private HikariDataSource pool(String name) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(database.dataSource());
        pool.setPoolName(name);
        pool.setMinimumIdle(0);
        pool.setMaximumPoolSize(THREADS);
        return pool;
    }

    @AfterEach
    void stop() {
        Closing.all(
                List.of(db::close, faultyPrimary::close, faultyReplica::close, primary::close, replica::close, () -> {
                    try {
                        database.close();
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                }));
    }

    @Test
    void whatever_happens_to_a_borrow_everything_is_back_in_the_pool_afterwards() throws Exception {
        long seed = Seeds.fresh();
        long start = System.nanoTime();
        // A million in the long run.
        int borrows = Effort.scaled(2_000, 12_500);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = IntStream.range(0, THREADS)
                    .<Future<?>>mapToObj(thread -> threads.submit(() -> borrow(Seeds.random(seed + thread), borrows)))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        plan.heal();

        List<Integer> left = List.of(
                faultyPrimary.openConnections(),
                faultyReplica.openConnections(),
                primary.getHikariPoolMXBean().getActiveConnections(),
                replica.getHikariPoolMXBean().getActiveConnections());
        long leaks = left.stream().filter(count -> count > 0).count();
        Evidence.append(
                "routing.borrows", (long) THREADS * borrows, leaks, Duration.ofNanos(System.nanoTime() - start), seed);
        assertThat(left).as("seed %d", seed).containsOnly(0);
        for (int i = 0; i < 2 * THREADS; i++) {
            assertThat(work(false)).isTrue();
            assertThat(work(true)).isTrue();
        }
        requirePermits();
    }

    /** All permits for reads on the primary are there again too. */
    private void requirePermits() throws Exception {
        assertThat(db.drain("b", Duration.ofSeconds(10))
                        .get(20, TimeUnit.SECONDS)
                        .isIdle())
                .isTrue();
        try (Connection one = db.getConnection();
                Connection other = db.getConnection()) {
            for (Connection each : List.of(one, other)) {
                each.setReadOnly(true);
                each.setAutoCommit(false);
                try (Statement statement = each.createStatement()) {
                    statement.execute("SELECT 1");
                }
            }
            assertThat(db.stats().primaryReads()).isGreaterThanOrEqualTo(2);
        }
    }

    private void borrow(RandomGenerator random, int borrows) {
        for (int i = 0; i < borrows; i++) {
            if (random.nextInt(4) == 0) {
                plan(FAULTS[random.nextInt(FAULTS.length)], 1 + random.nextInt(40));
            }
            if (random.nextInt(50) == 0) {
                Thread.currentThread().interrupt();
            }
            try {
                misuse(random);
            } catch (SQLException | LinkageError e) {
                // Callers have failures; the pools must have their connections.
            }
            Thread.interrupted();
        }
    }

    private void plan(JdbcFault fault, int calls) {
        try {
            plan.at(plan.count() + calls, fault);
        } catch (IllegalArgumentException e) {
            // Others were faster.
        }
    }

    private void misuse(RandomGenerator random) throws SQLException {
        Connection connection = db.getConnection();
        Thread other = random.nextInt(20) == 0 ? abort(connection) : null;
        try {
            connection.setReadOnly(random.nextBoolean());
            connection.setAutoCommit(random.nextBoolean());
            if (random.nextInt(8) == 0) {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            PreparedStatement first = statement(connection);
            first.executeQuery();
            PreparedStatement second = statement(connection);
            ResultSet rows = second.executeQuery();
            if (random.nextBoolean()) {
                rows.next();
                rows.close();
                second.close();
                first.close();
            }
            switch (random.nextInt(6)) {
                case 0 -> connection.setReadOnly(!connection.isReadOnly());
                case 1 -> connection.commit();
                case 2 -> connection.rollback();
                case 3 -> connection.setAutoCommit(true);
                case 4 -> connection.abort(Runnable::run);
                default -> first.executeQuery();
            }
            statement(connection).executeQuery().next();
        } finally {
            connection.close();
            connection.close();
            if (other != null) {
                await(other);
            }
        }
    }

    /** As somebody does who watches, and cannot know what the connection is doing. */
    private static Thread abort(Connection connection) {
        Thread other = new Thread(
                () -> {
                    try {
                        connection.abort(Runnable::run);
                    } catch (SQLException | LinkageError e) {
                        // It is closed all the same.
                    }
                },
                "abort");
        other.start();
        return other;
    }

    private static void await(Thread other) {
        boolean isInterrupted = Thread.interrupted();
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static PreparedStatement statement(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement("SELECT CAST(? AS INT)");
        statement.setInt(1, 1);
        return statement;
    }

    private boolean work(boolean readOnly) throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.setReadOnly(readOnly);
            try (PreparedStatement statement = statement(connection);
                    ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
