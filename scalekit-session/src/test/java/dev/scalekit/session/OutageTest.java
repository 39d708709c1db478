package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Tally;
import dev.scalekit.testkit.TcpFaultProxy;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that dies, hangs, moves, or is behind a network that does. */
@Timeout(240)
final class OutageTest {
    private static final Duration TIMEOUT = Duration.ofMillis(700);
    /** Generous: a request waits for a connection and an answer to each of two statements. */
    private static final Duration BOUND = Duration.ofSeconds(15);

    private static PgCluster cluster;

    @BeforeAll
    static void start() {
        cluster = PgCluster.builder().start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        // Not loginTimeout: with that the driver connects on a thread of its own, which outlives the pool.
        pool.setJdbcUrl(url + "&connectTimeout=2&socketTimeout=3");
        pool.setMaximumPoolSize(Traffic.THREADS);
        pool.setConnectionTimeout(1_000);
        pool.setValidationTimeout(500);
        return pool;
    }

    private static JdbcSessionStore store(HikariDataSource pool) {
        return JdbcSessionStore.builder(pool).cleanupByCaller().timeout(TIMEOUT).build();
    }

    /** Requests go on while something happens, which must be mended before the second step returns. */
    private void survives(HikariDataSource pool, Runnable fault, Runnable mend) throws Exception {
        try (pool;
                JdbcSessionStore store = store(pool);
                Tally tally = Tally.of("session.outages", 0)) {
            store.createSchemaIfMissing();
            tally.count(() -> {
                try (Traffic traffic = new Traffic(store)) {
                    fault.run();
                    traffic.awaitRefused();
                    mend.run();
                    traffic.awaitSaved();
                    traffic.requireNothingLost();
                    assertThat(traffic.longest()).isLessThan(BOUND);
                }
            });
            awaitFull(pool);
        }
    }

    /** HikariCP closes no connection that comes to be while it is closed itself: so there must be none under way. */
    private static void awaitFull(HikariDataSource pool) {
        Await.until(
                "all connections of a pool",
                Duration.ofSeconds(60),
                () -> pool.getHikariPoolMXBean().getTotalConnections() == Traffic.THREADS);
    }

    @Test
    void a_server_that_is_killed_and_started_again_loses_nothing() throws Exception {
        PgServer server = cluster.primary();

        survives(pool(server.jdbcUrl()), server::kill, server::start);
    }

    @Test
    void a_server_that_hangs_is_waited_for_no_longer_than_told() throws Exception {
        PgServer server = cluster.primary();

        survives(pool(server.jdbcUrl()), server::pause, server::resume);
    }

    @Test
    void a_network_that_swallows_everything_is_waited_for_no_longer_than_told() throws Exception {
        PgServer server = cluster.primary();
        try (TcpFaultProxy network = TcpFaultProxy.to(server.port())) {
            String url = server.jdbcUrl().replace(":" + server.port() + "/", ":" + network.port() + "/");

            survives(pool(url), network::blackHole, () -> {
                network.reset();
                network.heal();
            });
        }
    }

    @Test
    void a_standby_answers_but_does_not_write_until_it_takes_over_with_all_that_was_acknowledged() throws Exception {
        try (PgCluster two =
                PgCluster.builder().standbys(1).synchronousStandbys(1).start()) {
            PgServer standby = two.standbys().get(0);
            requireReading(two.primary(), standby);
            HikariDataSource pool = pool(two.primary().jdbcUrl());
            Repointed repointed = new Repointed(two.primary());
            pool.setDataSource(repointed);

            survives(pool, two.primary()::kill, () -> {
                standby.promote();
                standby.synchronousStandbys(0);
                repointed.to(standby);
            });
        }
    }

    private static void requireReading(PgServer server, PgServer standby) {
        try (HikariDataSource primary = pool(server.jdbcUrl());
                HikariDataSource copy = pool(standby.jdbcUrl());
                JdbcSessionStore writing = store(primary);
                JdbcSessionStore reading = store(copy)) {
            writing.createSchemaIfMissing();
            Session session = writing.create();
            session.put(Scene.COLOUR, "red");
            writing.save(session);
            standby.awaitReplayOf(server);

            Session found = reading.find(session.token()).orElseThrow();
            assertThat(found.get(Scene.COLOUR)).isEqualTo("red");
            assertThat(reading.save(found)).isEqualTo(SaveOutcome.UNCHANGED);
            found.put(Scene.COLOUR, "blue");
            requireReadOnly(() -> reading.save(found));
            requireReadOnly(() -> found.login("user"));
            awaitFull(primary);
            awaitFull(copy);
            requireReadOnly(() -> reading.end(found.ref()));
            requireReadOnly(reading::cleanUp);
            requireReadOnly(reading::checkSchema);
            assertThat(found.hasEnded()).isFalse();
            assertThat(writing.find(session.token())).isPresent();
        }
    }

    private static void requireReadOnly(ThrowingCallable write) {
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(write)
                .withMessageContaining("read-only");
    }
}
