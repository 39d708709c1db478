package dev.scalekit.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A real PostgreSQL of its own for each subject and round, with durable commits, behind a pool and a {@link Wire}.
 * Thread-safe.
 */
final class SessionDatabase implements Counted, AutoCloseable {
    static final String WRITES = "writing transactions/op";

    private static final int CONNECTIONS = 4;

    private final PgCluster cluster;
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final Wire wire;
    private final DataSource source;
    private final DataSource filling;

    /**
     * Starts the database.
     *
     * @param extra how much longer than nearby a round trip takes
     */
    SessionDatabase(Duration extra) {
        // The size of PostgreSQL's own default, and the WAL of a run does not reach the next checkpoint.
        cluster = PgCluster.builder()
                .setting("shared_buffers", "128MB")
                .setting("max_wal_size", "4GB")
                .start();
        wire = new Wire(LoadClock.SYSTEM, extra);
        source = pool("far", wire.to(cluster.primary().dataSource()), "");
        filling = pool("filling", cluster.primary().dataSource(), "SET synchronous_commit = off");
    }

    /** What is measured: equal for all. */
    DataSource source() {
        return source;
    }

    /** Another server's own way to the same database, which is measured for itself. */
    DataSource source(Wire another) {
        return pool("another", another.to(cluster.primary().dataSource()), "");
    }

    /** To fill it in short time: nearby, not counted, and commits are not awaited. */
    DataSource filling() {
        return filling;
    }

    private DataSource pool(String name, DataSource of, String initially) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(of);
        config.setMaximumPoolSize(CONNECTIONS);
        if (!initially.isEmpty()) {
            config.setConnectionInitSql(initially);
        }
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    /** The server itself, for what nobody measures. */
    PgServer server() {
        return cluster.primary();
    }

    /** Beside what goes over the wire, how many transactions the server says have written: only those get a number. */
    @Override
    public Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>(wire.counts());
        counts.put(WRITES, Long.parseLong(cluster.primary().query("SELECT pg_snapshot_xmax(pg_current_snapshot())")));
        return counts;
    }

    @Override
    public void close() {
        try (cluster) {
            pools.forEach(HikariDataSource::close);
        }
    }
}
