package dev.scalekit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import dev.scalekit.routing.Dialects;
import dev.scalekit.routing.RoutingDataSource;
import dev.scalekit.routing.WhenNoPrimary;
import dev.scalekit.routing.hikari.HikariNodes;
import dev.scalekit.session.JdbcSessionStore;
import dev.scalekit.session.SaveOutcomeUnknownException;
import dev.scalekit.session.Session;
import dev.scalekit.session.StoreUnavailableException;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions and routing, which know nothing of each other, on a real PostgreSQL whose primary is killed. */
@Timeout(120)
final class SessionsOverRoutingTest {
    private static final String CLICKS = "clicks";
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void sessions_outlive_the_primary_with_every_click_that_was_acknowledged() throws Exception {
        try (PgCluster postgres =
                        PgCluster.builder().standbys(2).synchronousStandbys(2).start();
                HikariNodes pools = pools(postgres);
                RoutingDataSource db = pools.addTo(RoutingDataSource.builder())
                        .dialect(Dialects.postgres())
                        .build();
                JdbcSessionStore store = JdbcSessionStore.builder(db).build()) {
            store.createSchemaIfMissing();
            List<Visitor> visitors = IntStream.range(0, 4)
                    .mapToObj(i -> new Visitor(store, "user-" + i))
                    .toList();
            ExecutorService browsers = Executors.newFixedThreadPool(visitors.size());
            AtomicBoolean isOver = new AtomicBoolean();
            List<Future<?>> clicking = new ArrayList<>();
            try {
                visitors.forEach(visitor -> clicking.add(browsers.submit(() -> visitor.click(isOver))));
                awaitClicks(visitors, clicking);
                failOver(postgres);
                awaitClicks(visitors, clicking);
            } finally {
                isOver.set(true);
                browsers.shutdown();
            }

            for (Future<?> each : clicking) {
                each.get();
            }
            visitors.forEach(Visitor::requireAllThatWasAcknowledged);
        }
    }

    /** As somebody who operates databases does it, who has one standby less then. */
    private static void failOver(PgCluster postgres) {
        List<PgServer> standbys = postgres.standbys();
        postgres.primary().kill();
        // The one that has most, when nothing is on its way any more: else the other one may have what it has not, and
        // cannot
        // follow it.
        standbys.forEach(PgServer::awaitUpstreamLost);
        PgServer promoted = standbys.stream()
                .max(Comparator.comparingLong(PgServer::received))
                .orElseThrow();
        promoted.promote();
        standbys.stream().filter(server -> server != promoted).forEach(server -> server.follow(promoted));
        promoted.synchronousStandbys(1);
    }

    private static void awaitClicks(List<Visitor> visitors, List<Future<?>> clicking) {
        List<Integer> before =
                visitors.stream().map(visitor -> visitor.acknowledged.get()).toList();
        Await.until(
                "everybody clicks",
                LONG,
                () -> clicking.stream().anyMatch(Future::isDone)
                        || IntStream.range(0, visitors.size())
                                .allMatch(i -> visitors.get(i).acknowledged.get() >= before.get(i) + 20));
    }

    /** Somebody with a browser, who knows which of his clicks were acknowledged. */
    private static final class Visitor {
        private final JdbcSessionStore store;
        private final String user;
        private final String token;
        private final AtomicInteger acknowledged = new AtomicInteger();
        private int unknown;

        Visitor(JdbcSessionStore store, String user) {
            this.store = store;
            this.user = user;
            Session session = store.create();
            session.login(user);
            store.save(session);
            token = session.token();
        }

        void click(AtomicBoolean isOver) {
            while (!isOver.get()) {
                try {
                    Session session = store.find(token).orElseThrow();
                    session.increment(CLICKS, 1);
                    store.save(session);
                    acknowledged.incrementAndGet();
                } catch (SaveOutcomeUnknownException e) {
                    unknown++;
                } catch (StoreUnavailableException e) {
                    // It was not stored, and he clicks again.
                }
            }
        }

        void requireAllThatWasAcknowledged() {
            Session session = store.find(token).orElseThrow();

            assertThat(session.user()).isEqualTo(user);
            assertThat(session.counter(CLICKS))
                    .isBetween((long) acknowledged.get(), (long) acknowledged.get() + unknown);
        }
    }

    @Test
    void without_a_primary_it_is_known_that_nothing_was_stored() {
        try (PgCluster postgres = PgCluster.builder().start();
                HikariNodes pools = pools(postgres);
                RoutingDataSource db = pools.addTo(RoutingDataSource.builder())
                        .dialect(Dialects.postgres())
                        .writes(writes -> writes.whenNoPrimary(WhenNoPrimary.fail()))
                        .build();
                JdbcSessionStore store = JdbcSessionStore.builder(db).build()) {
            store.createSchemaIfMissing();
            Session session = store.create();
            session.login("ada");
            store.save(session);
            session.increment(CLICKS, 1);

            postgres.primary().kill();
            Await.until(
                    "there is no primary", LONG, () -> db.topology().primary().isEmpty());

            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> store.save(session));
        }
    }

    private static HikariNodes pools(PgCluster postgres) {
        var pools = HikariNodes.builder().template(new HikariConfig());
        postgres.servers().forEach(server -> pools.node(server.name(), server.jdbcUrl()));
        return pools.build();
    }
}
