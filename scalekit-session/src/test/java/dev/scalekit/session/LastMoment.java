package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * On PostgreSQL, a session whose time is over, a server that cleans up, and somebody who comes back while it does. Not
 * thread-safe.
 */
final class LastMoment implements AutoCloseable {
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> new Thread(task, "cleanup"));
    private final StoredSessions store;
    private final Session session;

    private LastMoment(JdbcGround ground) {
        ground.clear();
        store = ground.open(options -> options);
        session = SessionFixture.stored(store, Scene.COLOUR, "red");
        ground.age(Duration.ofDays(1));
    }

    /** Somebody has come back, and has not committed that when the cleanup comes. */
    static void requireStays(DataSource pool, UnaryOperator<String> rewriting) throws Exception {
        JdbcGround ground =
                new JdbcGround(new RewritingDataSource(pool, rewriting, false), pool, JdbcGround.WAITING_ON_POSTGRES);
        try (LastMoment moment = new LastMoment(ground);
                Connection other = pool.getConnection();
                PreparedStatement revive = other.prepareStatement(JdbcGround.revival(moment.session.ref()))) {
            other.setAutoCommit(false);
            assertThat(revive.executeUpdate()).isOne();
            Future<Integer> cleaned = moment.threads.submit(moment.store::cleanUp);
            ground.awaitDoneOrWaiting(cleaned);
            other.commit();
            other.setAutoCommit(true);

            moment.require(cleaned, 0, "came back in time, and stays");
        }
    }

    /** Somebody comes back when the session is deleted, and its attribute, which is locked, is not yet. */
    static void requireIsTold(DataSource pool) throws Exception {
        JdbcGround ground = new JdbcGround(pool, JdbcGround.WAITING_ON_POSTGRES);
        try (LastMoment moment = new LastMoment(ground);
                Connection other = pool.getConnection();
                PreparedStatement lock = other.prepareStatement(
                        "SELECT 1 FROM \"scalekit_session_attribute\" WHERE session_id = ? FOR UPDATE")) {
            other.setAutoCommit(false);
            lock.setObject(1, moment.session.ref().id());
            lock.executeQuery().close();
            Future<Integer> cleaned = moment.threads.submit(moment.store::cleanUp);
            ground.awaitWaiting(1);
            Future<Integer> revived = moment.threads.submit(() -> ground.revive(moment.session.ref()));
            ground.awaitWaiting(2);
            other.rollback();
            other.setAutoCommit(true);

            moment.require(cleaned, 1, "came back too late, and is told");
            assertThat(revived.get(20, TimeUnit.SECONDS)).isZero();
        }
    }

    private void require(Future<Integer> cleaned, int removed, String what) throws Exception {
        assertThat(cleaned.get(20, TimeUnit.SECONDS)).as(what).isEqualTo(removed);
        assertThat(store.find(session.token()).isPresent()).as(what).isEqualTo(removed == 0);
    }

    @Override
    public void close() {
        threads.shutdown();
        store.close();
    }
}
