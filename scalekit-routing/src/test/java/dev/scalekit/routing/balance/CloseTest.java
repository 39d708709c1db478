package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a balancer, whoever brings it about; {@code LeakCheck} sees that no thread is left. */
@Timeout(30)
final class CloseTest {
    private static final Duration LONG = Duration.ofHours(1);

    /** Hangs until it is interrupted. */
    private static final class Hanging<T> implements HealthProbe<T> {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public void check(T target, Duration timeout) throws Exception {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }
    }

    private static LoadBalancerBuilder<String> web() {
        return LoadBalancer.<String>builder().name("web").endpoint("a").endpoint("b");
    }

    static Set<Thread> threadsOf(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("scalekit-routing-" + name + "-"))
                .collect(Collectors.toSet());
    }

    /** What a pool calls terminated may still be on its way out of its last method. */
    private static void requireEnded(String name) throws InterruptedException {
        for (Thread thread : threadsOf(name)) {
            thread.join(Duration.ofSeconds(2).toMillis());
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void threads_are_daemons_with_the_balancers_name() throws Exception {
        Hanging<String> hanging = new Hanging<>();
        CountDownLatch heard = new CountDownLatch(1);
        try (LoadBalancer<String> balancer = web().name("named")
                .probe(hanging, p -> p.every(LONG).timeout(Duration.ofMinutes(1)))
                .listener(new BalancerListener() {
                    @Override
                    public void added(String name, EndpointState state) {
                        heard.countDown();
                    }
                })
                .build()) {
            balancer.add("c", "c");
            hanging.begun.await();
            heard.await();

            Set<Thread> threads = threadsOf("named");

            assertThat(threads).allMatch(Thread::isDaemon);
            assertThat(threads)
                    .extracting(Thread::getName)
                    .contains(
                            "scalekit-routing-named-watch",
                            "scalekit-routing-named-probe-1",
                            "scalekit-routing-named-callbacks-1");
        }
        requireEnded("named");
    }

    @Test
    void close_interrupts_a_probe_that_hangs_and_does_not_take_that_for_a_failure() throws Exception {
        Hanging<String> hanging = new Hanging<>();
        BlockingQueue<EndpointChange> heard = new LinkedBlockingQueue<>();
        LoadBalancer<String> balancer = web().probe(hanging, p -> p.every(LONG).timeout(Duration.ofMinutes(1)))
                .listener(new BalancerListener() {
                    @Override
                    public void changed(EndpointChange change) {
                        heard.add(change);
                    }
                })
                .build();
        hanging.begun.await();

        balancer.close();

        assertThat(hanging.interrupted.getCount()).isZero();
        requireEnded("web");
        assertThat(balancer.topology().endpoints())
                .extracting(EndpointStatus::state)
                .containsOnly(EndpointState.JOINING);
        assertThat(heard).isEmpty();
    }

    @Test
    void close_of_regions_interrupts_a_look_that_hangs_and_does_not_take_that_for_a_failure() throws Exception {
        Hanging<String> hanging = new Hanging<>();
        RegionBalancer<String> regions = RegionBalancer.<String>builder()
                .region("east", "e", 70)
                .probe(hanging)
                .looking(p -> p.every(LONG).timeout(Duration.ofMinutes(1)))
                .build();
        hanging.begun.await();

        regions.close();
        regions.close();

        assertThat(hanging.interrupted.getCount()).isZero();
        requireEnded("regions");
        assertThat(regions.topology().get(0).kept()).isEqualTo(1);
        assertThatThrownBy(() -> regions.pick(1))
                .isInstanceOf(BalancerClosedException.class)
                .hasMessage("regions is closed");
    }

    @Test
    void a_listener_may_close_the_balancer() throws Exception {
        CompletableFuture<LoadBalancer<String>> balancer = new CompletableFuture<>();
        CompletableFuture<String> closed = new CompletableFuture<>();
        LoadBalancer<String> built = web().listener(new BalancerListener() {
                    @Override
                    public void removed(String name) {
                        balancer.join().close();
                        closed.complete(name);
                    }
                })
                .build();
        balancer.complete(built);
        Lease<String> open = built.pick();
        CompletableFuture<Drained> drain = built.drain(open.name(), LONG);

        built.remove(open.name().equals("a") ? "b" : "a");

        assertThat(closed.get(20, TimeUnit.SECONDS)).isNotEqualTo(open.name());
        assertThat(drain.get(20, TimeUnit.SECONDS).left()).isEqualTo(1);
        assertThatThrownBy(built::pick).isInstanceOf(BalancerClosedException.class);
        open.close();
    }

    @Test
    void a_probe_may_close_the_balancer() throws Exception {
        CompletableFuture<LoadBalancer<String>> balancer = new CompletableFuture<>();
        CompletableFuture<String> closed = new CompletableFuture<>();
        LoadBalancer<String> built = web().probe((target, timeout) -> {
                    balancer.join().close();
                    closed.complete(target);
                })
                .build();

        balancer.complete(built);

        assertThat(closed.get(20, TimeUnit.SECONDS)).isIn("a", "b");
        assertThatThrownBy(built::pick).isInstanceOf(BalancerClosedException.class);
    }

    @Test
    void many_threads_may_close_at_once_and_all_return() throws Exception {
        Hanging<String> hanging = new Hanging<>();
        LoadBalancer<String> balancer = web().probe(hanging, p -> p.every(LONG).timeout(Duration.ofMinutes(1)))
                .build();
        hanging.begun.await();
        List<Thread> closers = List.of(
                new Thread(balancer::close, "closer-1"),
                new Thread(balancer::close, "closer-2"),
                new Thread(balancer::close, "closer-3"));

        closers.forEach(Thread::start);
        for (Thread closer : closers) {
            closer.join();
        }

        requireEnded("web");
    }

    @Test
    void who_waits_in_close_for_a_probe_that_does_not_end_can_be_interrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stubborn = new CountDownLatch(1);
        LoadBalancer<String> balancer = LoadBalancer.<String>builder()
                .name("stubborn")
                .endpoint("a")
                .probe((target, timeout) -> {
                    begun.countDown();
                    awaitAnyway(stubborn);
                })
                .build();
        begun.await();

        Thread.currentThread().interrupt();
        balancer.close();

        assertThat(Thread.interrupted()).isTrue();
        stubborn.countDown();
        for (Thread thread : threadsOf("stubborn")) {
            thread.join();
        }
    }

    private static void awaitAnyway(CountDownLatch latch) {
        boolean isOver = false;
        while (!isOver) {
            try {
                latch.await();
                isOver = true;
            } catch (InterruptedException e) {
                // It does as it likes.
            }
        }
    }
}
