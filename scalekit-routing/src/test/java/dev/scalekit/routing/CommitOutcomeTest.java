package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commits that wait for a synchronous standby while something happens to who commits. */
@Timeout(120)
final class CommitOutcomeTest {
    private RoutingRig rig;
    private PgServer primary;

    private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    private final AtomicBoolean isInterrupted = new AtomicBoolean();

    @BeforeEach
    void start() {
        rig = new RoutingRig(servers -> servers.synchronousStandbys(1), it -> it);
        rig.counters(1);
        primary = rig.pg.primary();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /** Begins to commit, and returns when that waits for standbys that are not there. */
    private Thread committing() {
        rig.pg.standbys().forEach(PgServer::stop);
        CountDownLatch begun = new CountDownLatch(1);
        Thread committing = new Thread(() -> commit(begun), "committing");
        committing.start();
        Await.until(
                "the server waits",
                RoutingRig.LONG,
                () -> primary.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                        .equals("1"));
        assertThat(begun.getCount()).isZero();
        return committing;
    }

    private void commit(CountDownLatch begun) {
        try (Connection connection = rig.db.getConnection()) {
            connection.setAutoCommit(false);
            RoutingRig.ask(connection, "UPDATE counter SET value = value + 1 WHERE id = 1 RETURNING value");
            begun.countDown();
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            thrown.set(e);
        } finally {
            isInterrupted.set(Thread.currentThread().isInterrupted());
        }
    }

    @Test
    void one_whose_connection_is_lost_is_unknown_and_is_not_done_again() throws Exception {
        Thread committing = committing();

        rig.proxy(primary).reset();
        committing.join();
        rig.pg.standbys().forEach(PgServer::start);

        assertThat(thrown.get())
                .isInstanceOfSatisfying(
                        CommitOutcomeUnknownException.class,
                        e -> assertThat(e.getSQLState()).isEqualTo("08007"));
        Await.until(
                "it is done",
                RoutingRig.LONG,
                () -> primary.query("SELECT value FROM counter WHERE id = 1").equals("1"));
        assertThat(rig.increment(1)).isEqualTo(2);
        assertThat(rig.db.stats().unknownCommits()).isEqualTo(1);
    }

    @Test
    void one_whose_thread_is_interrupted_goes_on_and_the_thread_still_is() throws Exception {
        Thread committing = committing();

        committing.interrupt();
        rig.pg.standbys().forEach(PgServer::start);
        committing.join();

        assertThat(thrown.get()).isNull();
        assertThat(isInterrupted).isTrue();
        assertThat(rig.increment(1)).isEqualTo(2);
    }
}
