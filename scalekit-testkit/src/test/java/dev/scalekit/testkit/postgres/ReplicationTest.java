package dev.scalekit.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Effort;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A primary with two standbys that stay what they are. */
final class ReplicationTest {
    private static PgCluster cluster;
    private static PgServer primary;
    private static PgServer first;
    private static PgServer second;

    @BeforeAll
    static void start() {
        cluster = PgCluster.builder().standbys(2).start();
        primary = cluster.primary();
        first = cluster.standbys().get(0);
        second = cluster.standbys().get(1);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @BeforeEach
    void empty() {
        primary.execute("drop table if exists word", "create table word(text text primary key)");
        first.awaitReplayOf(primary);
        second.awaitReplayOf(primary);
    }

    @Test
    void standbys_stream_what_the_primary_writes() {
        primary.execute("insert into word values ('hello')");

        first.awaitReplayOf(primary);
        second.awaitReplayOf(primary);

        assertThat(words(first)).isEqualTo("hello");
        assertThat(words(second)).isEqualTo("hello");
        assertThat(primary.isStandby()).isFalse();
        assertThat(first.isStandby()).isTrue();
        assertThat(primary.query("select string_agg(application_name, ',' order by application_name)"
                        + " from pg_stat_replication where state = 'streaming'"))
                .isEqualTo("pg2,pg3");
    }

    @Test
    void a_standby_has_replayed_commits_that_were_acknowledged_before_they_were_written() {
        try (PgCluster relaxed =
                PgCluster.builder().standbys(1).relaxedDurability().start()) {
            PgServer standby = relaxed.standbys().get(0);
            relaxed.primary().execute("create table counter as select 0 as value");
            for (int i = 1; i <= Effort.scaled(50, 200); i++) {
                relaxed.primary().execute("update counter set value = " + i);

                standby.awaitReplayOf(relaxed.primary());

                assertThat(standby.query("select value from counter")).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void a_standby_with_paused_replay_receives_but_lags() {
        first.pauseReplay();

        primary.execute("insert into word values ('hello')");
        second.awaitReplayOf(primary);
        long written = primary.position();
        Await.until("pg2 to receive", Duration.ofSeconds(20), () -> received(first) >= written);

        assertThat(words(first)).isEqualTo("null");
        assertThat(words(second)).isEqualTo("hello");

        first.resumeReplay();
        first.awaitReplayOf(primary);
        assertThat(words(first)).isEqualTo("hello");
    }

    @Test
    void a_standby_with_delayed_replay_lags_until_the_delay_ends() {
        first.delayReplay(Duration.ofHours(1));
        assertThat(first.query("show recovery_min_apply_delay")).isEqualTo("1h");

        primary.execute("insert into word values ('hello')");
        second.awaitReplayOf(primary);

        assertThat(words(first)).isEqualTo("null");
        first.delayReplay(Duration.ZERO);
        first.awaitReplayOf(primary);
        assertThat(words(first)).isEqualTo("hello");
    }

    @Test
    void a_standby_refuses_to_write() {
        assertThatThrownBy(() -> first.execute("insert into word values ('hello')"))
                .isInstanceOf(IllegalStateException.class)
                .cause()
                .extracting("SQLState")
                .isEqualTo("25006");
    }

    @Test
    void commits_are_durable_unless_asked_otherwise() {
        assertThat(primary.query("show fsync")).isEqualTo("on");
        assertThat(primary.query("show synchronous_commit")).isEqualTo("on");
        assertThat(primary.query("show server_version")).startsWith("18.");
    }

    @Test
    void a_synchronous_commit_waits_for_a_standby() {
        ExecutorService writer = Executors.newSingleThreadExecutor();
        primary.synchronousStandbys(1);
        first.pause();
        second.pause();
        try {
            CompletableFuture<Void> commit =
                    CompletableFuture.runAsync(() -> primary.execute("insert into word values ('hello')"), writer);
            Await.until("a commit that waits", Duration.ofSeconds(20), () -> waitingCommits() == 1);

            assertThat(commit).isNotDone();

            second.resume();
            commit.join();
            assertThat(words(primary)).isEqualTo("hello");
        } finally {
            first.resume();
            second.resume();
            primary.synchronousStandbys(0);
            writer.shutdown();
        }
    }

    @Test
    void each_commit_after_the_change_waits_for_a_standby() throws SQLException {
        ExecutorService writer = Executors.newSingleThreadExecutor();
        first.pause();
        second.pause();
        try (Connection connection = primary.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < Effort.scaled(10, 25); i++) {
                String insert = "insert into word values ('" + i + "')";
                primary.synchronousStandbys(1);

                CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> execute(statement, insert), writer);

                Await.until(
                        "a commit that waits or is acknowledged",
                        Duration.ofSeconds(20),
                        () -> commit.isDone() || waitingCommits() == 1);
                assertThat(commit).as("commit %d", i).isNotDone();
                primary.synchronousStandbys(0);
                commit.join();
            }
        } finally {
            first.resume();
            second.resume();
            primary.synchronousStandbys(0);
            writer.shutdown();
        }
    }

    @Test
    void a_wrong_call_says_what_is_wrong() {
        assertThatThrownBy(() -> primary.synchronousStandbys(3))
                .hasMessage("synchronousStandbys must be 0 to 2, one less than the servers: 3");
        assertThatThrownBy(() -> first.delayReplay(Duration.ofMillis(-1)))
                .hasMessage("delay must not be negative: PT-0.001S");
        assertThatThrownBy(() -> primary.start()).hasMessage(primary + " is running already");
        assertThatThrownBy(() -> primary.query("select 1 where false"))
                .hasMessage(primary + " returned no row: select 1 where false");
        assertThat(cluster.toString())
                .isEqualTo("PgCluster[pg1[port=%d], pg2[port=%d], pg3[port=%d]]"
                        .formatted(primary.port(), first.port(), second.port()));
    }

    private static int waitingCommits() {
        return Integer.parseInt(primary.query("select count(*) from pg_stat_activity where wait_event = 'SyncRep'"));
    }

    private static void execute(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String words(PgServer server) {
        return server.query("select string_agg(text, ' ') from word");
    }

    private static long received(PgServer standby) {
        return Long.parseLong(standby.query("select (pg_last_wal_receive_lsn() - '0/0'::pg_lsn)::bigint"));
    }
}
