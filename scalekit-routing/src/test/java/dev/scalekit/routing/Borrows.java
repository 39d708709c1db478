package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.scalekit.testkit.Closing;
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
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * Several threads that borrow from a router, while calls fail, threads are interrupted, connections are closed twice, aborted by
 * others, or with statements and transactions left open; and the check that afterwards everything is back in the pools. Not
 * thread-safe.
 */
final class Borrows implements AutoCloseable {
    static final int THREADS = 4;
    static final int PERMITS = 2;
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
    private final PoolWatch watch = new PoolWatch();
    private final MemoryDatabase database;
    private final HikariDataSource primary;
    private final HikariDataSource replica;
    private final FaultDataSource faultyPrimary;
    private final FaultDataSource faultyReplica;
    private final RoutingDataSource db;
    private long seed;

    /** @param aroundPool plants something between the router and each pool */
    Borrows(UnaryOperator<DataSource> aroundPool) throws SQLException {
        this(aroundPool, PERMITS);
    }

    /** @param permits how many reads may be on the primary, of which {@link #PERMITS} is right */
    Borrows(UnaryOperator<DataSource> aroundPool, int permits) throws SQLException {
        database = new MemoryDatabase();
        primary = pool("primary");
        replica = pool("replica");
        faultyPrimary = new FaultDataSource(primary, plan);
        faultyReplica = new FaultDataSource(replica, plan);
        db = RoutingDataSource.builder()
                .node("a", aroundPool.apply(watch.around(faultyPrimary)), node -> node.probes(database.dataSource()))
                .node("b", aroundPool.apply(watch.around(faultyReplica)), node -> node.probes(database.dataSource()))
                .dialect(Dialects.fixedRoles("a"))
                .slowStart(Duration.ZERO)
                .reads(reads -> reads.primaryFallback(permits))
                // On a machine that has much to do a probe may take its time.
                .monitor(monitor -> monitor.every(Duration.ofMillis(20))
                        .inPanic(Duration.ofMillis(2))
                        .timeout(Duration.ofSeconds(10)))
                .build();
    }

    private HikariDataSource pool(String name) {
        HikariDataSource pool = database.pool(name);
        pool.setMaximumPoolSize(THREADS);
        return pool;
    }

    @Override
    public void close() {
        Closing.all(
                List.of(db::close, faultyPrimary::close, faultyReplica::close, primary::close, replica::close, () -> {
                    try {
                        database.close();
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                }));
    }

    /** Borrows so often by each thread, and heals then. */
    void run(long seed, int borrows) throws Exception {
        this.seed = seed;
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
    }

    /** What is in use, as each of those who count sees it: a pool, what fails, and what only watches. */
    List<Integer> left() {
        return List.of(
                watch.inUse(),
                faultyPrimary.openConnections(),
                faultyReplica.openConnections(),
                active(primary),
                active(replica));
    }

    private static int active(HikariDataSource pool) {
        HikariPoolMXBean bean = pool.getHikariPoolMXBean();
        // None before the first connection.
        return bean == null ? 0 : bean.getActiveConnections();
    }

    void requireAllBack() throws Exception {
        assertThat(left()).as("connections in use, seed %d", seed).containsOnly(0);
        for (int i = 0; i < 2 * THREADS; i++) {
            assertThat(work(false)).isTrue();
            assertThat(work(true)).isTrue();
        }
        requirePermits();
    }

    /** From now on all reads are on the primary, as far as they may be: no replica answers. */
    void loseReplica() {
        SwitchedSource refusing = new SwitchedSource(replica);
        refusing.off();
        db.replaceNode("b", refusing, node -> {});
    }

    /** As many reads may be on the primary as ever: no permit was lost, and none was given back twice. */
    private void requirePermits() throws SQLException {
        loseReplica();
        try (Connection one = db.getConnection();
                Connection other = db.getConnection();
                Connection tooMuch = db.getConnection()) {
            read(one);
            read(other);
            assertThatThrownBy(() -> read(tooMuch), "permits for reads on the primary, seed %d", seed)
                    .isInstanceOf(NoNodeException.class)
                    .hasMessageContaining(PERMITS + " reads are on the primary");
        }
    }

    private static void read(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
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
