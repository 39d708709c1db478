package dev.scalekit.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.OwnedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that die, hang and change their roles; each test has a cluster of its own to ruin. */
final class FailoverTest {
    @TempDir
    private Path folder;

    private PgCluster cluster;
    private PgServer first;
    private PgServer second;
    private PgServer third;

    @BeforeEach
    void start() {
        cluster = PgCluster.builder().standbys(2).folder(folder).start();
        first = cluster.servers().get(0);
        second = cluster.servers().get(1);
        third = cluster.servers().get(2);
        first.execute("create table word(text text primary key)", "insert into word values ('first')");
        second.awaitReplayOf(first);
        third.awaitReplayOf(first);
    }

    @AfterEach
    void closing_leaves_nothing() throws Exception {
        cluster.close();
        cluster.close();
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void the_primary_dies_and_a_standby_takes_over() {
        first.kill();
        second.promote();
        second.execute("insert into word values ('second')");
        third.follow(second);

        third.awaitReplayOf(second);
        assertThat(words(third)).isEqualTo("first second");
        assertThat(first.isRunning()).isFalse();
        assertThat(second.isStandby()).isFalse();
    }

    @Test
    void an_old_primary_comes_back_writable_and_rejoins_without_what_it_wrote_alone() {
        first.kill();
        second.promote();

        first.start();
        first.execute("insert into word values ('alone')");
        assertThat(first.isStandby()).isFalse();

        second.execute("insert into word values ('together')");
        first.rejoin(second);
        first.awaitReplayOf(second);
        assertThat(first.isStandby()).isTrue();
        assertThat(words(first)).isEqualTo("first together");
    }

    @Test
    void a_server_rejoins_while_the_log_that_it_needs_is_no_longer_wanted_by_anybody_else() throws Exception {
        AtomicBoolean rejoined = new AtomicBoolean();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            first.kill();
            second.promote();
            second.execute("alter system set wal_keep_size = 0", "select pg_reload_conf()");
            CompletableFuture<Integer> rows = CompletableFuture.supplyAsync(() -> write(second, rejoined::get), writer);

            first.rejoin(second);

            rejoined.set(true);
            int written = rows.get(30, TimeUnit.SECONDS);
            first.awaitReplayOf(second);
            String count = "select count(*) from word where text like 'row %'";
            assertThat(first.query(count)).isEqualTo(Integer.toString(written));
            assertThat(words(first)).isEqualTo(words(second));
        } finally {
            rejoined.set(true);
            writer.shutdown();
        }
    }

    /** Writes rows, and lets the server drop all log that nobody holds, until told to stop; returns how many. */
    private static int write(PgServer server, BooleanSupplier stop) {
        int rows = 0;
        while (!stop.getAsBoolean()) {
            rows++;
            server.execute("insert into word values ('row " + rows + "')", "select pg_switch_wal()", "checkpoint");
        }
        return rows;
    }

    @Test
    void what_was_acknowledged_is_there_after_a_kill_and_after_a_stop() {
        first.execute("insert into word values ('killed')");
        first.kill();
        first.start();
        first.execute("insert into word values ('stopped')");
        first.stop();
        first.start();

        assertThat(words(first)).isEqualTo("first killed stopped");
        third.awaitReplayOf(first);
        assertThat(words(third)).isEqualTo("first killed stopped");
    }

    @Test
    void open_connections_break_and_new_ones_are_refused_when_a_server_is_killed() throws SQLException {
        try (Connection open = first.connect();
                Statement statement = open.createStatement()) {
            first.kill();

            assertThatThrownBy(() -> statement.execute("select 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isIn("57P01", "08006"));
            assertThatThrownBy(first::connect)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"));
        }
        assertThatThrownBy(first::kill).hasMessage(first + " is not running");
    }

    @Test
    void a_paused_server_keeps_its_connections_and_answers_nobody() throws SQLException {
        try (Connection open = DriverManager.getConnection(first.jdbcUrl() + "&socketTimeout=1");
                Connection patient = first.connect();
                Statement hurried = open.createStatement();
                Statement waiting = patient.createStatement()) {
            first.pause();

            assertThatThrownBy(() -> hurried.execute("select 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"));
            assertThat(first.isRunning()).isTrue();

            first.resume();
            assertThat(waiting.execute("select 1")).isTrue();
        }
    }

    @Test
    void paused_and_dead_servers_are_closed_too() {
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();

        first.pause();
        second.kill();
        third.stop();
        cluster.close();

        assertThat(processes).isNotEmpty().allMatch(OwnedProcess::isGone);
    }

    @Test
    void an_interrupted_thread_closes_all_servers_too_and_stays_interrupted() {
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        first.pause();
        second.kill();
        Thread.currentThread().interrupt();

        cluster.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(processes).isNotEmpty().allMatch(OwnedProcess::isGone);
        assertThat(folder).isEmptyDirectory();
    }

    private static String words(PgServer server) {
        return server.query("select string_agg(text, ' ' order by text) from word");
    }
}
