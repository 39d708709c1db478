package dev.scalekit.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.Closing;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Kills a primary under one who writes and one who reads, and promotes a standby. Not thread-safe. */
final class OutageLoop implements OwnLoop {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration AFTERWARDS = Duration.ofMillis(500);

    /** What is left of an outage without whoever decides what to promote: the server's part and the application's. */
    static final String FROM_PROMOTION = "ms from promotion";

    private final Opening opening;

    OutageLoop(Opening opening) {
        this.opening = opening;
    }

    /** Opens what is measured. */
    interface Opening {
        Sources open(NodeUrls urls) throws SQLException;
    }

    /** Who hears which standby will be promoted from whoever is about to. */
    interface Told {
        void promoted();
    }

    /**
     * What an application writes and reads by.
     *
     * @param closing closes both
     */
    record Sources(DataSource writing, DataSource reading, List<Runnable> closing) {
        static Sources of(HikariConfig writing, HikariConfig reading) {
            HikariDataSource writes = new HikariDataSource(writing);
            HikariDataSource reads = new HikariDataSource(reading);
            return new Sources(writes, reads, List.of(writes::close, reads::close));
        }
    }

    @Override
    public LoadResult run(Load load, Duration warmup, Duration measurement) throws Exception {
        try (PgCluster cluster = PgCluster.builder().standbys(2).start()) {
            PgServer primary = cluster.primary();
            Account.open(cluster, 0);
            Sources sources = opening.open(new NodeUrls(
                    primary.jdbcUrl(),
                    cluster.standbys().stream().map(PgServer::jdbcUrl).toList()));
            List<Runnable> steps = new ArrayList<>(sources.closing());
            Repeated writes = new Repeated("writes", () -> write(sources.writing()));
            ConnectionWork reading = new ConnectionWork(sources.reading());
            Repeated reads = new Repeated("reads", () -> read(reading));
            steps.add(0, reads::close);
            steps.add(0, writes::close);
            try {
                return kill(cluster, sources, writes, reads, warmup);
            } finally {
                Closing.all(steps);
            }
        }
    }

    private static LoadResult kill(
            PgCluster cluster, Sources sources, Repeated writes, Repeated reads, Duration warmup) {
        writes.start();
        reads.start();
        writes.requireOne(PATIENCE);
        reads.requireOne(PATIENCE);
        LockSupport.parkNanos(warmup.toNanos());

        int writesBefore = writes.failed();
        int readsBefore = reads.failed();
        Usage.Meter meter = Usage.start();
        PgServer promoted = cluster.standbys().get(0);
        long killed = System.nanoTime();
        cluster.primary().kill();
        // Whatever is acknowledged from now on is of another primary.
        long gone = System.nanoTime();
        if (sources.writing() instanceof Told told) {
            told.promoted();
        }
        long asked = System.nanoTime();
        promoted.promote();
        boolean isBack = writes.awaitEndedAfter(gone, PATIENCE);
        LockSupport.parkNanos(AFTERWARDS.toNanos());
        long end = System.nanoTime();

        Latencies outage = new Latencies();
        outage.add(isBack ? writes.firstEndedAfter(gone) - killed : PATIENCE.toNanos());
        double fromPromotion = isBack ? (writes.firstEndedAfter(gone) - asked) / 1e6 : PATIENCE.toMillis();
        double seconds = (end - killed) / 1e9;
        return LoadResult.of(outage, 0, seconds, meter.read())
                .with(Map.of(
                        FROM_PROMOTION,
                        fromPromotion,
                        "failed writes/op",
                        (double) (writes.failed() - writesBefore),
                        "failed reads/op",
                        (double) (reads.failed() - readsBefore),
                        "ms without a read",
                        reads.longestGap(killed, end) / 1e6));
    }

    private static void write(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE account SET amount = amount + 1");
        }
    }

    private static void read(ConnectionWork reading) throws SQLException {
        int amount = reading.readOnlyTransaction(Account.READ);
        if (amount < 0) {
            throw new IllegalStateException("an account has " + amount);
        }
    }
}
