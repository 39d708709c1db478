package dev.scalekit.testkit.postgres;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Closing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One PostgreSQL server of a {@link PgCluster}, with what an operator or a disaster may do to it.
 *
 * <p>Name and port never change. What changes the server ({@code kill}, {@code promote}, ...) is for one thread at a time,
 * the operator; connecting and asking is thread-safe. A call that the server's state does not allow throws {@link
 * IllegalStateException}; so does a server that does not do as told, with the end of its log.
 */
public final class PgServer {
    private final PgCluster cluster;
    private final String name;
    private volatile int port;
    private final PgDirectory directory;
    private final PGSimpleDataSource dataSource = new PGSimpleDataSource();
    private final PGSimpleDataSource probe = new PGSimpleDataSource();
    private volatile @Nullable PgProcess process;

    PgServer(PgCluster cluster, String name, int port, PgDirectory directory) {
        this.cluster = cluster;
        this.name = name;
        this.port = port;
        this.directory = directory;
        setUrls();
    }

    /** Returns the name: {@code pg1}, {@code pg2}, ... in the order of the cluster. */
    public String name() {
        return name;
    }

    /** Returns the port on the loopback address; it stays the same over restarts. */
    public int port() {
        return port;
    }

    /** Returns the URL of the database {@code postgres} for its superuser, who needs no password. */
    public String jdbcUrl() {
        return jdbcUrl(port);
    }

    /** Returns the same URL by way of another port of the loopback address, such as that of a proxy. */
    public String jdbcUrl(int another) {
        return "jdbc:postgresql://127.0.0.1:" + another + "/postgres?user=postgres&connectTimeout=5";
    }

    /** Returns an unpooled source: each connection is a new one. */
    public DataSource dataSource() {
        return dataSource;
    }

    /**
     * Opens a new connection; the caller closes it.
     *
     * @throws SQLException as the driver does: 08001 where nothing listens, 57P03 while the server starts or stops
     */
    public Connection connect() throws SQLException {
        return dataSource.getConnection();
    }

    /** Returns whether the server process is there; also true while it is paused. */
    public boolean isRunning() {
        PgProcess current = process;
        return current != null && current.isAlive();
    }

    /** Returns whether this is a standby, by its own word. */
    public boolean isStandby() {
        return query("select pg_is_in_recovery()").equals("t");
    }

    /** Starts the server with its files as they are, in the role it had: an old primary comes back writable, un-fenced. */
    public void start() {
        if (isRunning()) {
            throw new IllegalStateException(this + " is running already");
        }
        PgProcess started = cluster.launch(this);
        process = started;
        started.awaitReady(this::acceptsConnections);
    }

    /** Shuts down in order ("fast": clients are disconnected, all is written); returns when the process is gone. */
    public void stop() {
        running().shutDown();
    }

    /**
     * Ends the server and all its processes by SIGKILL, as a power cut of the processor does; the disk keeps what the
     * operating system was given. Returns when they are gone.
     */
    public void kill() {
        running().kill();
    }

    /** Stops all processes by SIGSTOP: connections stay open and nobody answers, as on a machine that hangs. */
    public void pause() {
        running().pause();
    }

    /** Lets paused processes go on. */
    public void resume() {
        running().resume();
    }

    /**
     * Waits until this standby receives nothing any more from a primary that is dead. Before that, what is still on its way between
     * them may make it the one that has most, or have it part from the one that is promoted.
     */
    public void awaitUpstreamLost() {
        await(
                "to have received all",
                () -> query("select not exists (select from pg_stat_wal_receiver where status = 'streaming')")
                        .equals("t"));
    }

    /** Returns how much of its primary's log this standby has received, in bytes: of several the one with most is the one to promote. */
    public long received() {
        return Long.parseLong(query("select pg_last_wal_receive_lsn() - '0/0'::pg_lsn"));
    }

    /** Makes this standby a primary; returns when it takes writes. The other standbys do not follow by themselves. */
    public void promote() {
        if (!query("select pg_promote(true, 60)").equals("t")) {
            throw new IllegalStateException(this + " was not promoted within 60 s" + cluster.logOf(this));
        }
    }

    /** Stops replay on this standby once it has answered: it still receives, and its data grows old. */
    public void pauseReplay() {
        execute("select pg_wal_replay_pause()");
        await(
                "to pause replay",
                () -> query("select pg_get_wal_replay_pause_state()").equals("paused"));
    }

    /** Ends {@link #pauseReplay()}. */
    public void resumeReplay() {
        execute("select pg_wal_replay_resume()");
    }

    /**
     * Makes this standby apply each commit no earlier than the delay after it happened; zero ends the delay. Holds for
     * what is written after the return.
     *
     * @param delay whole milliseconds, not negative
     */
    public void delayReplay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + delay);
        }
        set("recovery_min_apply_delay", delay.toMillis() + "ms");
    }

    /** Points this running standby at another primary, without a restart; returns when it streams from there. */
    public void follow(PgServer primary) {
        primary.admit(this);
        upstreamSettings(primary).forEach(this::set);
        awaitStreaming(primary);
    }

    /**
     * Throws this server's data away and makes it a standby of another by a fresh base backup; a running server is killed
     * first. Returns when it streams.
     */
    public void rejoin(PgServer primary) {
        if (isRunning()) {
            kill();
        }
        directory.releaseSharedMemory();
        copy(primary);
        start();
        awaitStreaming(primary);
    }

    /** Has this stopped server have the files of another one by a base backup, to be a standby of it. */
    void copy(PgServer primary) {
        try {
            PgDirectory.delete(directory.path());
            // Before the backup: what is written while it is copied must still be there when the standby asks for it.
            primary.admit(this);
            BaseBackup.take(primary, directory.path());
            directory.configure(ownSettings());
            standBy(primary);
        } catch (SQLException e) {
            throw new IllegalStateException("Base backup of " + primary + " for " + this + " failed", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Base backup of " + primary + " for " + this + " failed", e);
        }
    }

    /**
     * Sets how many standbys must have written a commit to disk before it is acknowledged; 0 waits for none. Holds for
     * every commit that begins after the return, whether the standbys stream, are paused or are dead; in these cases it
     * waits. Makes two checkpoints.
     *
     * @param standbys 0 or more; any of the other servers count
     */
    public void synchronousStandbys(int standbys) {
        set("synchronous_standby_names", cluster.synchronousStandbyNames(standbys));
        awaitCheckpointer();
    }

    /** Returns the position up to which this server has written (a primary) or replayed (a standby), as a decimal LSN. */
    public long position() {
        return position("pg_current_wal_lsn()");
    }

    /**
     * Waits until this standby has replayed all that another server has acknowledged by now: as a primary, also commits
     * that it has not written yet ({@code synchronous_commit} off); as a standby, what it has replayed itself. Adds a few
     * bytes to the log of a primary.
     */
    public void awaitReplayOf(PgServer primary) {
        long acknowledged = primary.mark();
        await("to replay up to " + primary, () -> position() >= acknowledged);
    }

    /** Runs statements, each on its own, on one new connection. */
    public void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(this + " refused: " + String.join("; ", statements), e);
        }
    }

    /** Returns the first column of the first row as text, on a new connection; SQL null is {@code "null"}. */
    public String query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new IllegalStateException(this + " returned no row: " + sql);
            }
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(this + " refused: " + sql, e);
        }
    }

    @Override
    public String toString() {
        return name + "[port=" + port + "]";
    }

    /** Quotes a value for the few statements and files that take no bind parameter. */
    static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    PgDirectory directory() {
        return directory;
    }

    /** Prepares the stopped server to be a standby at its next start. */
    void standBy(PgServer primary) throws IOException {
        directory.configure(upstreamSettings(primary));
        directory.makeStandby();
        cluster.account().own(directory.path());
    }

    /** Keeps the log that the standby still needs, also while it is away. */
    void admit(PgServer standby) {
        execute("select pg_create_physical_replication_slot(" + literal(standby.name) + ", true)"
                + " where not exists (select from pg_replication_slots where slot_name = " + literal(standby.name)
                + ")");
    }

    void awaitStreaming(PgServer primary) {
        String streaming = "select count(*) from pg_stat_replication where state = 'streaming' and application_name = "
                + literal(name);
        await("to stream from " + primary, () -> primary.query(streaming).equals("1"));
    }

    /** Gives the server, which has not run yet, another port. */
    void moveTo(int another) throws IOException {
        port = another;
        setUrls();
        directory.configure(ownSettings());
    }

    private void setUrls() {
        dataSource.setUrl(jdbcUrl());
        // Whoever listens on our port until we have bound it may not answer at all.
        probe.setUrl(jdbcUrl() + "&socketTimeout=2&sslmode=disable&gssEncMode=disable");
    }

    Map<String, String> ownSettings() {
        return Map.of("port", Integer.toString(port), "cluster_name", name);
    }

    void close() {
        PgProcess current = process;
        Closing.all(List.of(
                () -> {
                    if (current != null) {
                        current.close();
                    }
                },
                directory::releaseSharedMemory));
    }

    /**
     * Returns the position (of a standby), or the end of a new record (of a primary), which is on disk with all before it.
     * The insert position would not do: it may lie behind the header of a page that has no record yet, and nobody writes
     * what is before it while the server is idle.
     */
    private long mark() {
        return position("pg_logical_emit_message(false, 'scalekit-testkit', '', true)");
    }

    private long position(String ofPrimary) {
        return Long.parseLong(query("select (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else "
                + ofPrimary + " end - '0/0'::pg_lsn)::bigint"));
    }

    private Map<String, String> upstreamSettings(PgServer primary) {
        return Map.of(
                "primary_conninfo",
                "host=127.0.0.1 port=" + primary.port + " user=postgres application_name=" + name,
                "primary_slot_name",
                name);
    }

    /**
     * Changes a parameter. {@code pg_reload_conf} only sends a signal. The postmaster reads the files, then signals its
     * children, then forks again: a new backend that knows of a later reading comes after all of that.
     */
    private void set(String parameter, String value) {
        String read = "select pg_conf_load_time()";
        String before = query(read);
        execute("alter system set " + parameter + " = " + literal(value), "select pg_reload_conf()");
        await("to reload " + parameter, () -> !query(read).equals(before));
    }

    /**
     * Waits until the checkpointer acts on what it was signalled. Commits wait for standbys only once it has said so in
     * shared memory ({@code SyncRepUpdateSyncStandbysDefined}), and no view shows that. It looks for signals before it
     * looks for a checkpoint that is asked for: the first may have been seen between the two, the second was not.
     */
    private void awaitCheckpointer() {
        execute("checkpoint", "checkpoint");
    }

    private PgProcess running() {
        PgProcess current = process;
        if (current == null || !current.isAlive()) {
            throw new IllegalStateException(this + " is not running");
        }
        return current;
    }

    private Optional<String> acceptsConnections() {
        try (Connection connection = probe.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show data_directory")) {
            rows.next();
            Path answering = Path.of(rows.getString(1));
            // Another server may have our port.
            return Files.isSameFile(answering, directory.path())
                    ? Optional.empty()
                    : Optional.of("the server of " + answering + " answers");
        } catch (IOException | SQLException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void await(String what, BooleanSupplier condition) {
        Await.until(this + " " + what, Duration.ofSeconds(60), condition, () -> cluster.logOf(this));
    }
}
