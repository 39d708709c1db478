package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Tally;
import dev.scalekit.testkit.postgres.PgCluster;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that differ from machine to machine, and the one of the database that is set back. */
final class ClockTest {
    private JdbcConnectionPool pool;
    private Connection open;

    @BeforeEach
    void open() throws Exception {
        pool = JdbcConnectionPool.create("jdbc:h2:mem:clock;QUERY_CACHE_SIZE=64", "sa", "");
        open = pool.getConnection();
    }

    @AfterEach
    void close() throws Exception {
        open.close();
        pool.dispose();
    }

    @Test
    void clocks_of_servers_change_no_outcome() {
        JdbcGround ground = new JdbcGround(pool, JdbcGround.WAITING_ON_H2);
        try (Meeting meeting = new Meeting(ground);
                Tally tally = Tally.of("session.clock-skew", 0)) {
            for (Meeting.Case one : Meeting.Case.some(0)) {
                meeting.inOrder(one, new Skewed(ground), tally);
            }
        }
    }

    /** Each server has another clock, some minutes off. */
    private static final class Skewed implements Ground {
        private static final List<Duration> OFF = List.of(Duration.ZERO, Duration.ofMinutes(5), Duration.ofMinutes(-5));

        private final JdbcGround ground;
        private final AtomicInteger servers = new AtomicInteger();

        Skewed(JdbcGround ground) {
            this.ground = ground;
        }

        @Override
        public StoredSessions open(UnaryOperator<SessionStoreBuilder<?>> options) {
            Duration off = OFF.get(servers.getAndIncrement() % OFF.size());
            InstantSource clock = () -> InstantSource.system().instant().plus(off);
            return ground.open(clock, options);
        }

        @Override
        public void age(Duration time) {
            ground.age(time);
        }

        @Override
        public void expire(SessionRef session) {
            ground.expire(session);
        }
    }

    @Test
    void what_is_told_of_a_session_is_by_the_clock_of_the_database() {
        JdbcGround ground = new JdbcGround(pool, JdbcGround.WAITING_ON_H2);
        try (StoredSessions ahead = ground.open(
                        () -> InstantSource.system().instant().plus(Duration.ofDays(3)), options -> options);
                StoredSessions other = ground.open(options -> options)) {
            Session session = ahead.create();
            ahead.save(session);

            Session found = other.find(session.token()).orElseThrow();
            assertThat(session.created()).isEqualTo(found.created());
            assertThat(session.lastAccess()).isEqualTo(found.lastAccess());
            assertThat(found.created())
                    .isBefore(InstantSource.system().instant().plus(Duration.ofDays(1)));
        }
    }

    @Test
    void a_clock_that_is_set_back_makes_no_session_older_on_h2() {
        requireNotOlder(pool, JdbcGround.WAITING_ON_H2);
    }

    @Test
    void a_clock_that_is_set_back_makes_no_session_older_on_postgresql() {
        try (PgCluster cluster = PgCluster.builder().relaxedDurability().start()) {
            requireNotOlder(cluster.primary().dataSource(), JdbcGround.WAITING_ON_POSTGRES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"touch", "save"})
    void a_write_that_makes_a_session_older_is_found(String which) {
        UnaryOperator<String> wrong = sql -> sql.contains("revision = revision + 1") == which.equals("save")
                ? sql.replace("GREATEST(last_access_ms, " + Dialect.NOW + ")", Dialect.NOW)
                : sql;
        try (Tally planted = Tally.of("session.planted-bugs", 0)) {
            planted.count(() -> assertThatThrownBy(() ->
                            requireNotOlder(new RewritingDataSource(pool, wrong, false), JdbcGround.WAITING_ON_H2))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("after a " + which));
        }
    }

    private static void requireNotOlder(DataSource dataSource, String waiting) {
        JdbcGround ground = new JdbcGround(dataSource, waiting);
        try (StoredSessions store = ground.open(options -> options.touchEvery(Duration.ZERO))) {
            Session session = store.create();
            store.save(session);
            Instant before = session.lastAccess();
            // For the rows the clock of the database is ten minutes back from here on.
            ground.age(Duration.ofMinutes(-10));

            assertThat(store.save(session)).isEqualTo(SaveOutcome.SAVED);
            assertThat(store.find(session.token()).orElseThrow().lastAccess())
                    .as("after a touch")
                    .isEqualTo(before.plus(Duration.ofMinutes(10)));
            session.put(Scene.COLOUR, "red");
            store.save(session);
            assertThat(store.find(session.token()).orElseThrow().lastAccess())
                    .as("after a save")
                    .isEqualTo(before.plus(Duration.ofMinutes(10)));
        }
    }
}
