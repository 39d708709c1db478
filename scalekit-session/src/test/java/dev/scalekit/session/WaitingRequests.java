package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Two requests on two servers wait for a session that somebody else has locked, one behind the other, until the lock is given
 * up. The statement of the second one has begun before the first one was done, and yet it must do what it does in memory,
 * where there is nothing to wait for. Not thread-safe.
 */
final class WaitingRequests implements AutoCloseable {
    private static final String LOCK = "SELECT 1 FROM \"scalekit_session\" WHERE session_id = ? FOR UPDATE";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JdbcGround ground;
    private final DataSource own;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> new Thread(task, "request"));

    /** @param own of the one who has the lock */
    WaitingRequests(JdbcGround ground, DataSource own) {
        this.ground = ground;
        this.own = own;
    }

    void requireInOrder(WaitingCase one) throws Exception {
        assertThat(waiting(one)).as("%s", one).isEqualTo(inOrder(one));
    }

    private WaitingCase.Outcome waiting(WaitingCase one) throws Exception {
        ground.clear();
        try (StoredSessions here = open(ground);
                StoredSessions there = open(ground)) {
            Session session = one.begin(here);
            Session first = SessionFixture.find(here, session);
            Session second = SessionFixture.find(there, session);
            Future<String> heardFirst;
            Future<String> heardSecond;
            try (Connection other = own.getConnection();
                    PreparedStatement lock = other.prepareStatement(LOCK)) {
                other.setAutoCommit(false);
                lock.setObject(1, session.ref().id());
                lock.executeQuery().close();
                heardFirst = threads.submit(() -> one.first(first));
                ground.awaitWaiting(1);
                heardSecond = threads.submit(() -> one.second(second));
                ground.awaitWaiting(2);
                other.rollback();
                other.setAutoCommit(true);
            }
            return outcome(here, session, get(heardFirst), first, get(heardSecond), second);
        }
    }

    private static WaitingCase.Outcome inOrder(WaitingCase one) {
        Ground memory = new MemoryGround();
        try (StoredSessions here = open(memory);
                StoredSessions there = open(memory)) {
            Session session = one.begin(here);
            Session first = SessionFixture.find(here, session);
            Session second = SessionFixture.find(there, session);
            return outcome(here, session, one.first(first), first, one.second(second), second);
        }
    }

    private static StoredSessions open(Ground ground) {
        return ground.open(options -> options.touchEvery(Duration.ZERO));
    }

    private static WaitingCase.Outcome outcome(
            SessionStore store, Session session, String heardFirst, Session first, String heardSecond, Session second) {
        List<String> there = List.of(
                WaitingCase.describe(store, session.token()),
                WaitingCase.describe(store, first.token()),
                WaitingCase.describe(store, second.token()));
        return new WaitingCase.Outcome(heardFirst, heardSecond, there);
    }

    private static String get(Future<String> request) throws Exception {
        return request.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
