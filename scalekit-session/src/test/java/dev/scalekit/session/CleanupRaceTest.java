package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.FaultPlan;
import dev.scalekit.testkit.JdbcFault;
import dev.scalekit.testkit.Tally;
import dev.scalekit.testkit.postgres.PgCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several servers that clean up, and users who come back at the last moment. */
@Timeout(3_600)
final class CleanupRaceTest {
    private static final String CLAIM = "session.cleanup-races";

    /** With ids that end in the number, half of them over; what is touched at the same time is alive. */
    private static final String FILL =
            "INSERT INTO \"scalekit_session\" (session_id, token_hash, created_ms, last_access_ms, idle_ms, ends_ms,"
                    + " expiry_bucket, revision, last_removal) SELECT CAST(LPAD(CAST(x AS VARCHAR(32)), 32, '0') AS UUID),"
                    + " CAST(CAST(LPAD(CAST(x AS VARCHAR(32)), 32, '0') AS VARCHAR(32)) AS @), " + Dialect.NOW + ", "
                    + Dialect.NOW + ", 1800000, " + Dialect.NOW + " + i, (" + Dialect.NOW + " + i) / 600000, 1, 0"
                    + " FROM (SELECT x, CASE WHEN MOD(x, 2) = 0 THEN 1800000 ELSE -1800000 END AS i FROM #) n";

    private static PgCluster cluster;
    private static HikariDataSource postgres;

    @BeforeAll
    static void open() {
        cluster = PgCluster.builder().relaxedDurability().start();
        postgres = new HikariDataSource();
        postgres.setJdbcUrl(cluster.primary().jdbcUrl());
    }

    @AfterAll
    static void dispose() {
        postgres.close();
        cluster.close();
    }

    @Test
    void three_servers_on_h2_remove_what_is_over_once_and_nothing_else() throws Exception {
        JdbcConnectionPool pool = h2("cleanup", 30_000);
        try {
            cleanUp(pool, JdbcGround.WAITING_ON_H2, FILL.replace("@", "VARBINARY"), "SYSTEM_RANGE(1, %d)");
        } finally {
            pool.dispose();
        }
    }

    @Test
    void three_servers_on_postgresql_remove_what_is_over_once_and_nothing_else() throws Exception {
        cleanUp(postgres, JdbcGround.WAITING_ON_POSTGRES, FILL.replace("@", "bytea"), "generate_series(1, %d) x");
    }

    private static void cleanUp(DataSource pool, String waiting, String fill, String series) throws Exception {
        int half = Effort.upTo(10_000);
        JdbcGround ground = new JdbcGround(pool, waiting);
        ground.clear();
        ground.update(fill.replace("#", series.formatted(2 * half)));
        Map<SessionRef, Boolean> told = new ConcurrentHashMap<>();
        List<SessionRef> twice = new CopyOnWriteArrayList<>();
        List<StoredSessions> servers = IntStream.range(0, 3)
                .mapToObj(number -> ground.open(options -> options.listener(new SessionListener() {
                    @Override
                    public void expired(SessionInfo session) {
                        if (told.put(session.ref(), true) != null) {
                            twice.add(session.ref());
                        }
                    }
                })))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(4, task -> new Thread(task, "cleanup"));
        long removed = 0;
        try (Tally tally = Tally.of(CLAIM, 0)) {
            CyclicBarrier together = new CyclicBarrier(4);
            List<Future<Integer>> cleaning = servers.stream()
                    .map(server -> threads.submit(() -> {
                        together.await();
                        return server.cleanUp();
                    }))
                    .toList();
            Future<?> touching = threads.submit(() -> {
                together.await();
                for (int number = 2; number <= 2 * half; number += 40) {
                    assertThat(ground.touch(number)).isEqualTo(Written.Kind.DONE);
                }
                return null;
            });
            for (Future<Integer> one : cleaning) {
                removed += one.get(5, TimeUnit.MINUTES);
            }
            touching.get(5, TimeUnit.MINUTES);
            long last = servers.get(0).cleanUp();
            long all = removed + last;
            tally.count(() -> {
                assertThat(all).isEqualTo(half);
                assertThat(told).hasSize(half);
                assertThat(twice).isEmpty();
                assertThat(told.keySet())
                        .allSatisfy(ref -> assertThat(number(ref) % 2).isOne());
                assertThat(ground.number("SELECT count(*) FROM \"scalekit_session\""))
                        .isEqualTo(half);
            });
        } finally {
            threads.shutdownNow();
            servers.forEach(SessionStore::close);
        }
    }

    private static long number(SessionRef ref) {
        return Long.parseLong(ref.toString().replace("-", ""));
    }

    private static JdbcConnectionPool h2(String name, int lockTimeoutMillis) {
        return JdbcConnectionPool.create(
                "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=" + lockTimeoutMillis, "sa", "");
    }

    @Test
    void what_somebody_else_has_locked_on_postgresql_is_left_for_the_next_time() throws Exception {
        requireSkipped(postgres, JdbcGround.WAITING_ON_POSTGRES);
    }

    @Test
    void what_somebody_else_has_locked_on_h2_is_left_for_the_next_time() throws Exception {
        JdbcConnectionPool pool = h2("locked", 30_000);
        try {
            requireSkipped(pool, JdbcGround.WAITING_ON_H2);
        } finally {
            pool.dispose();
        }
    }

    private static void requireSkipped(DataSource pool, String waiting) throws Exception {
        JdbcGround ground = new JdbcGround(pool, waiting);
        ground.clear();
        try (StoredSessions store = ground.open(options -> options)) {
            Session locked = store.create();
            Session free = store.create();
            store.save(locked);
            store.save(free);
            ground.age(Duration.ofDays(1));
            try (Connection other = pool.getConnection();
                    PreparedStatement lock = other.prepareStatement(
                            "SELECT session_id FROM \"scalekit_session\" WHERE session_id = ? FOR UPDATE")) {
                other.setAutoCommit(false);
                lock.setObject(1, locked.ref().id());
                lock.executeQuery().close();

                assertThat(store.cleanUp()).isOne();

                other.rollback();
                other.setAutoCommit(true);
            }
            assertThat(store.cleanUp()).isOne();
        }
    }

    /**
     * A touch that began before the time was over may come through while somebody cleans up. The session is then either
     * touched, and stays, or removed, and the touch finds none.
     */
    @Test
    void who_comes_back_at_the_last_moment_on_h2_stays_or_is_told() throws Exception {
        try (Tally tally = Tally.of(CLAIM, 0)) {
            for (int stop = 1; stop <= 6; stop++) {
                int at = stop;
                tally.count(() -> requireStaysOrIsTold(sql -> sql, at));
            }
        }
    }

    @Test
    void a_cleanup_on_h2_that_does_not_look_again_is_found() {
        try (Tally planted = Tally.of("session.planted-bugs", 0)) {
            planted.count(() -> assertThatThrownBy(() -> {
                        for (int stop = 1; stop <= 6; stop++) {
                            requireStaysOrIsTold(sql -> sql.replace("FOR UPDATE SKIP LOCKED", ""), stop);
                        }
                    })
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("came back in time"));
        }
    }

    private static void requireStaysOrIsTold(UnaryOperator<String> rewriting, int stop) throws Exception {
        JdbcConnectionPool pool = h2("last-moment", 30_000);
        ExecutorService threads = Executors.newFixedThreadPool(2, task -> new Thread(task, "cleanup"));
        FaultPlan plan = FaultPlan.roundTrips();
        JdbcGround ground =
                new JdbcGround(new RewritingDataSource(pool, rewriting, false), pool, JdbcGround.WAITING_ON_H2);
        ground.clear();
        try (StoredSessions cleaning = ground.open(plan, options -> options)) {
            Session session = cleaning.create();
            cleaning.save(session);
            ground.age(Duration.ofDays(1));
            plan.at(plan.count() + stop, JdbcFault.hangBefore());
            Future<Integer> cleaned = threads.submit(cleaning::cleanUp);
            plan.awaitHanging(Duration.ofSeconds(20));
            Future<Integer> touched = threads.submit(() -> ground.revive(session.ref()));
            ground.awaitDoneOrWaiting(touched);
            plan.heal();
            boolean isRemoved = cleaned.get(20, TimeUnit.SECONDS) > 0;
            boolean isTouched = touched.get(20, TimeUnit.SECONDS) > 0;
            boolean isFound = cleaning.find(session.token()).isPresent();
            if (isTouched == isRemoved || isTouched != isFound) {
                throw new AssertionError("stopped before call " + stop + ", came back in time: " + isTouched
                        + ", removed: " + isRemoved + ", found: " + isFound);
            }
        } finally {
            plan.heal();
            threads.shutdown();
            pool.dispose();
        }
    }

    /** A cleanup is one statement there: whoever was first to lock the session has it, before or while the statement runs. */
    @Test
    void who_comes_back_at_the_last_moment_on_postgresql_stays_or_is_told() throws Exception {
        try (Tally tally = Tally.of(CLAIM, 0)) {
            tally.count(() -> LastMoment.requireStays(postgres, sql -> sql));
            tally.count(() -> LastMoment.requireIsTold(postgres));
        }
    }

    @Test
    void a_cleanup_on_postgresql_that_does_not_look_again_is_found() {
        try (Tally planted = Tally.of("session.planted-bugs", 0)) {
            planted.count(() -> assertThatThrownBy(
                            () -> LastMoment.requireStays(postgres, sql -> sql.replace("FOR UPDATE SKIP LOCKED", "")))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("came back in time"));
        }
    }
}
