package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads of a monitor that do not return, and those that come, go and are woken. */
final class MonitorThreadsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String NAME = "scalekit-routing-threads";
    private static final String A = "pg-a";
    private static final String B = "pg-b";

    /** Asked only when woken. */
    private static final Pace STILL = new Pace(HOUR, HOUR, Duration.ofMillis(1), Duration.ofMillis(20));

    private static final Pace LIVELY =
            new Pace(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(1), Duration.ofMillis(20));

    private final FakeDatabase database = new FakeDatabase();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private final Cluster cluster =
            new Cluster(List.of(A), new ClusterRules(2, HOUR, Duration.ofSeconds(1)), InstantSource.system(), () -> {});

    private Monitor monitor(Pace pace) {
        Monitor monitor = new Monitor(NAME, List.of(probe(A, pace)), cluster, pace, Ticker.system());
        monitor.start();
        return monitor;
    }

    private NodeProbe probe(String node, Pace pace) {
        return new NodeProbe(node, database.source(), Dialects.postgres(), cluster, pace.timeout(), Ticker.system());
    }

    private NodeStanding standing(String node) {
        return cluster.view().of(node).standing();
    }

    /** As a pool does that waits for ever, whoever interrupts it. */
    private void hang() {
        hanging.incrementAndGet();
        boolean isReleased = false;
        while (!isReleased) {
            try {
                release.await();
                isReleased = true;
            } catch (InterruptedException e) {
                // It waits on.
            }
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(NAME))
                .count();
    }

    @AfterEach
    void nothing_is_left() {
        release.countDown();
        Await.until("all threads are gone", PATIENCE, () -> threads() == 0);
        assertThat(database.notClosed()).isZero();
    }

    @Test
    void a_source_that_hangs_once_silences_the_node_for_a_moment_and_what_it_brings_later_is_closed() {
        database.whenOpening(() -> {
            if (hanging.get() == 0) {
                hang();
            }
        });
        try (Monitor monitor = monitor(LIVELY)) {
            Await.until("it is asked by another thread", PATIENCE, () -> standing(A) == NodeStanding.PRIMARY);
            assertThat(database.opened()).isOne();

            release.countDown();
            Await.until("the late one is closed", PATIENCE, () -> database.opened() == 2 && database.notClosed() == 1);

            assertThat(standing(A)).isEqualTo(NodeStanding.PRIMARY);
            assertThat(monitor).isNotNull();
        }
    }

    @Test
    void a_source_that_hangs_for_ever_makes_the_node_down_and_leaves_one_thread_behind() {
        database.whenOpening(this::hang);
        long begin = System.nanoTime();
        try (Monitor monitor = monitor(LIVELY)) {
            Await.until("it is down", PATIENCE, () -> standing(A) == NodeStanding.DOWN);
            Await.until("another thread tries", PATIENCE, () -> hanging.get() == 2);
            // Which has waited in vain for longer than the first was let.
            Await.until(
                    "nobody else does",
                    PATIENCE,
                    () -> cluster.topology().node(A).reason().matches("does not answer: nothing for \\d{4,} ms"));

            assertThat(hanging).hasValue(2);
            assertThat(threads()).isEqualTo(3);
            release.countDown();
            Await.until("it answers", PATIENCE, () -> standing(A) == NodeStanding.PRIMARY);
            assertThat(monitor).isNotNull();
        }
        assertThat(System.nanoTime() - begin).isLessThan(PATIENCE.toNanos());
    }

    @Test
    void whoever_waits_for_a_sample_has_all_nodes_asked() {
        try (Monitor monitor = monitor(STILL)) {
            Await.until("the first question", PATIENCE, () -> standing(A) == NodeStanding.PRIMARY);
            for (int sample = 0; sample < 20; sample++) {
                int before = database.asked();

                monitor.sampleSoon();

                Await.until("the next one", PATIENCE, () -> database.asked() > before);
            }
        }
    }

    @Test
    void a_thousand_that_wait_for_a_sample_cost_no_more_than_one() {
        try (Monitor monitor = monitor(new Pace(HOUR, HOUR, Duration.ofSeconds(1), Duration.ofSeconds(1)))) {
            Await.until("the first question", PATIENCE, () -> standing(A) == NodeStanding.PRIMARY);

            for (int i = 0; i < 1_000; i++) {
                monitor.sampleSoon();
            }

            Await.until("the next one", PATIENCE, () -> database.asked() > 1);
            assertThat(database.asked()).isEqualTo(2);
        }
    }

    @Test
    void nodes_come_and_go() {
        try (Monitor monitor = monitor(LIVELY)) {
            Await.until("the first", PATIENCE, () -> standing(A) == NodeStanding.PRIMARY);
            cluster.add(B, System.nanoTime());
            monitor.add(probe(B, LIVELY));
            Await.until("the second, which is the same server", PATIENCE, () -> standing(B) == NodeStanding.AMBIGUOUS);

            monitor.remove(A);
            cluster.remove(A, System.nanoTime());

            Await.until("the second alone", PATIENCE, () -> standing(B) == NodeStanding.PRIMARY);
            Await.until("the first is not asked any more", PATIENCE, () -> threads() == 2);
            assertThat(database.notClosed()).isOne();
        }
    }

    @Test
    void after_the_end_nothing_is_begun() {
        Monitor monitor = monitor(LIVELY);
        monitor.close();

        monitor.add(probe(B, LIVELY));
        monitor.remove(A);
        monitor.sampleSoon();
        monitor.alarm();

        assertThat(threads()).isZero();
    }
}
