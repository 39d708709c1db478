package dev.scalekit.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.ChildJvm;
import dev.scalekit.testkit.FaultDataSource;
import dev.scalekit.testkit.FaultPlan;
import dev.scalekit.testkit.JdbcFault;
import dev.scalekit.testkit.OwnedProcess;
import dev.scalekit.testkit.Tally;
import dev.scalekit.testkit.postgres.PgCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real process that is killed in the middle of logins, each of which had come to another of its calls of the database. With
 * a limit to the sessions of a user a login is several statements: it locks, rotates the token, and ends the oldest session.
 */
final class LoginKillTest {
    private static final int LIMIT = 2;
    private static final String ALL = "all";

    private static PgCluster cluster;

    @BeforeAll
    static void start() {
        cluster = PgCluster.builder().start();
        try (JdbcSessionStore store = store(cluster.primary().dataSource())) {
            store.createSchemaIfMissing();
        }
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    /** What the process said of a login before it was killed. */
    private record Killed(String user, String token, UUID id) {
        static Killed parse(String line) {
            String[] parts = line.split(" ", -1);
            return new Killed(parts[0], parts[1], UUID.fromString(parts[2]));
        }
    }

    @Test
    void a_login_is_done_wholly_or_not_at_all_whenever_the_process_dies() throws IOException {
        List<Killed> logins = kill(false);

        try (JdbcSessionStore store = store(cluster.primary().dataSource());
                Tally tally = Tally.of("session.kill-cycles", 0)) {
            List<Boolean> done = new ArrayList<>();
            logins.forEach(login -> tally.count(() -> done.add(isDone(store, login))));

            assertThat(done)
                    .as("first not, and later done")
                    .contains(false, true)
                    .isSorted();
        }
    }

    @Test
    void a_login_that_is_no_transaction_is_found() throws IOException {
        List<Killed> logins = kill(true);

        try (JdbcSessionStore store = store(cluster.primary().dataSource());
                Tally planted = Tally.of("session.planted-bugs", 0)) {
            planted.count(() -> assertThatThrownBy(() -> logins.forEach(login -> isDone(store, login)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("sessions of "));
        }
    }

    private static JdbcSessionStore store(DataSource dataSource) {
        return JdbcSessionStore.builder(dataSource)
                .cleanupByCaller()
                .timeout(Duration.ofMinutes(1))
                .maximumPerUser(LIMIT, WhenExceeded.END_OLDEST)
                .build();
    }

    /** Returns the logins of a process that was killed when all of them hung. */
    private static List<Killed> kill(boolean commitsAtOnce) throws IOException {
        List<Killed> logins = new ArrayList<>();
        List<String> arguments = List.of(cluster.primary().jdbcUrl(), Boolean.toString(commitsAtOnce));
        try (OwnedProcess process =
                OwnedProcess.startPiped("logins", ChildJvm.command(Logins.class, arguments), null)) {
            String line = process.output().readLine();
            while (!ALL.equals(line)) {
                logins.add(Killed.parse(requireNonNull(line, "what a process says that has not ended by itself")));
                line = process.output().readLine();
            }
        }
        Await.until(
                "the server to notice that",
                Duration.ofSeconds(20),
                () -> cluster.primary()
                        .query("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                                + " AND pid <> pg_backend_pid()")
                        .equals("0"));
        return logins;
    }

    private static boolean isDone(JdbcSessionStore store, Killed login) {
        List<SessionInfo> sessions = store.sessionsOf(login.user());
        Optional<Session> before = store.find(login.token());
        String colour = before.isPresent() ? before.get().get(Scene.COLOUR) : colour(store, login.id());

        assertThat(sessions).as("sessions of " + login.user()).hasSize(LIMIT);
        assertThat(sessions.stream().anyMatch(session -> session.ref().id().equals(login.id())))
                .isEqualTo(before.isEmpty());
        assertThat(colour).isEqualTo(before.isPresent() ? "red" : "blue");
        before.ifPresent(session -> assertThat(session.user()).isNull());
        return before.isEmpty();
    }

    private static String colour(JdbcSessionStore store, UUID id) {
        Stored stored =
                requireNonNull(requireNonNull(store.attributes(id)).byName().get(Scene.COLOUR.name()));
        return store.codec().decode(requireNonNull(stored.value()).bytes(), String.class);
    }

    /** The process. Each user has as many sessions as allowed, and logs in with one more. */
    static final class Logins {
        private Logins() {}

        public static void main(String[] arguments) throws Exception {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl(arguments[0]);
            pool.setMaximumPoolSize(50);
            DataSource dataSource =
                    Boolean.parseBoolean(arguments[1]) ? new RewritingDataSource(pool, sql -> sql, true) : pool;
            int calls = calls(dataSource);
            for (int stop = 1; stop <= calls; stop++) {
                // Their hashes differ by one, so that none waits for the lock of another.
                hang(dataSource, arguments[1] + (char) ('A' + stop), stop);
            }
            System.out.println(ALL);
            new CountDownLatch(1).await();
        }

        /** Returns how many calls a login has. */
        private static int calls(DataSource dataSource) {
            FaultPlan plan = FaultPlan.roundTrips();
            JdbcSessionStore store = store(new FaultDataSource(dataSource, plan));
            Session session = begin(store, "A");
            int before = plan.count();
            session.login("A");
            return plan.count() - before;
        }

        private static Session begin(JdbcSessionStore store, String user) {
            for (int session = 0; session < LIMIT; session++) {
                SessionFixture.login(store, user);
            }
            Session session = SessionFixture.stored(store, Scene.COLOUR, "red");
            session.put(Scene.COLOUR, "blue");
            return session;
        }

        private static void hang(DataSource dataSource, String user, int stop) throws InterruptedException {
            FaultPlan plan = FaultPlan.roundTrips();
            Session session = begin(store(new FaultDataSource(dataSource, plan)), user);
            System.out.println(user + " " + session.token() + " " + session.ref());
            plan.at(plan.count() + stop, JdbcFault.hangBefore());
            new Thread(() -> session.login(user), "login").start();
            plan.awaitHanging(Duration.ofSeconds(20));
        }
    }
}
