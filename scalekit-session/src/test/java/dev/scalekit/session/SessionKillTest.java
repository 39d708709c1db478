package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.KillLoop;
import dev.scalekit.testkit.Tally;
import dev.scalekit.testkit.postgres.PgCluster;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real process that saves its session all the time, killed at any moment. */
@Timeout(3_600)
final class SessionKillTest {
    private static final long SEED = 37;
    private static final String COUNTER = "counter";
    private static final List<Key<String>> PARTS =
            Stream.of("a", "b", "c").map(name -> Key.of(name, String.class)).toList();

    @Test
    void what_is_changed_together_is_stored_together_whenever_the_process_dies() {
        try (PgCluster cluster = PgCluster.builder().start();
                JdbcSessionStore store = store(cluster.primary().dataSource());
                Tally tally = Tally.of("session.kill-cycles", SEED)) {
            store.createSchemaIfMissing();
            Session session = store.create();
            store.save(session);

            long told = KillLoop.of(Life.class, cluster.primary().jdbcUrl(), session.token())
                    .cycles(Effort.scaled(4))
                    .maximumAcknowledgements(60)
                    .maximumStart(Duration.ofMillis(800))
                    .run(
                            SEED,
                            cycle -> tally.count(() -> {
                                // What the dead process had sent may still be under way.
                                Await.until(
                                        "the server to be idle",
                                        Duration.ofSeconds(20),
                                        () -> cluster.primary()
                                                .query(
                                                        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                                                                + " AND pid <> pg_backend_pid()")
                                                .equals("0"));
                                check(cycle, store.find(session.token()).orElseThrow());
                            }));

            assertThat(told).isPositive();
        }
    }

    private static JdbcSessionStore store(DataSource dataSource) {
        return JdbcSessionStore.builder(dataSource).cleanupByCaller().build();
    }

    private static void check(KillLoop.Cycle cycle, Session found) {
        long counter = found.counter(COUNTER);
        String number = counter == 0 ? null : Long.toString(counter);
        assertThat(PARTS).allSatisfy(part -> assertThat(found.get(part)).isEqualTo(number));
        if (!cycle.attempted().isEmpty()) {
            long attempted =
                    Long.parseLong(cycle.attempted().get(cycle.attempted().size() - 1));
            boolean isAcknowledged =
                    cycle.acknowledged().size() == cycle.attempted().size();
            assertThat(counter).isBetween(isAcknowledged ? attempted : attempted - 1, attempted);
        }
    }

    /** The process. */
    static final class Life {
        private Life() {}

        public static void main(String[] arguments) {
            HikariDataSource dataSource = new HikariDataSource();
            dataSource.setJdbcUrl(arguments[0]);
            dataSource.setMaximumPoolSize(1);
            JdbcSessionStore store = store(dataSource);
            while (true) {
                Session session = store.find(arguments[1]).orElseThrow();
                long next = session.counter(COUNTER) + 1;
                KillLoop.attempt(Long.toString(next));
                PARTS.forEach(part -> session.put(part, Long.toString(next)));
                session.increment(COUNTER, 1);
                store.save(session);
                KillLoop.acknowledge(Long.toString(next));
            }
        }
    }
}
