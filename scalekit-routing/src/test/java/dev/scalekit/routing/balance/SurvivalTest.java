package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a balancer outlives: listeners, probes, executors and clocks that misbehave. */
@Timeout(45)
final class SurvivalTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final World world = new World();

    private static LoadBalancerBuilder<String> two() {
        return LoadBalancer.<String>builder().endpoint("a").endpoint("b").slowStart(Duration.ZERO);
    }

    @Test
    void a_listener_that_throws_hears_the_next_event_and_drains_end() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (LoadBalancer<String> balancer = two().listener(new BalancerListener() {
                    @Override
                    public void added(String name, EndpointState state) {
                        heard.add(name);
                        throw new StackOverflowError("planted");
                    }
                })
                .build()) {
            balancer.add("c", "c");
            balancer.add("d", "d");
            Drained drained = balancer.drain("c", LONG).get(30, TimeUnit.SECONDS);

            assertThat(heard).containsExactly("c", "d");
            assertThat(drained.isIdle()).isTrue();
        }
    }

    @Test
    void a_listener_that_blocks_keeps_nobody_from_calling_and_hears_all_in_order_afterwards() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (LoadBalancer<String> balancer = two().listener(new BalancerListener() {
                    @Override
                    public void added(String name, EndpointState state) {
                        blocked.countDown();
                        awaitFor(free);
                        heard.add(name);
                        threads.add(Thread.currentThread());
                    }
                })
                .build()) {
            balancer.add("c", "c");
            blocked.await();
            for (int i = 0; i < 50; i++) {
                balancer.add("node-" + i, "node-" + i);
            }
            String answer = balancer.call(target -> target);
            CompletableFuture<Drained> drain = balancer.drain("c", LONG);
            boolean isEarly = drain.isDone();
            free.countDown();
            drain.get(30, TimeUnit.SECONDS);

            assertThat(answer).isNotNull();
            assertThat(isEarly).as("the listener delays the futures of drains").isFalse();
            assertThat(heard).hasSize(51).startsWith("c", "node-0", "node-1").endsWith("node-49");
            assertThat(threads).hasSize(1);
        }
    }

    private static void awaitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_listener_far_behind_misses_events_and_a_drain_ends_all_the_same() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        AtomicInteger heard = new AtomicInteger();
        try (LoadBalancer<String> balancer = two().listener(new BalancerListener() {
                    @Override
                    public void removed(String name) {
                        blocked.countDown();
                        awaitFor(free);
                    }

                    @Override
                    public void changed(EndpointChange change) {
                        heard.incrementAndGet();
                    }
                })
                .build()) {
            balancer.add("c", "c");
            balancer.remove("c");
            blocked.await();
            // Each round is two changes, and some futures.
            for (int i = 0; i < 60_000; i++) {
                var unused = balancer.drain("a", LONG);
                balancer.resume("a");
            }
            CompletableFuture<Drained> drain = balancer.drain("a", LONG);
            free.countDown();

            assertThat(drain.get(30, TimeUnit.SECONDS).isIdle()).isTrue();
            assertThat(heard).hasValueBetween(90_000, 101_000);
        }
    }

    @Test
    void a_listener_may_call_the_balancer_back() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<LoadBalancer<String>> built = new CompletableFuture<>();
        try (LoadBalancer<String> balancer = two().listener(new BalancerListener() {
                    @Override
                    public void added(String name, EndpointState state) {
                        LoadBalancer<String> it = built.join();
                        it.remove(name);
                        it.reweight("a", 2);
                        answer.complete(
                                it.call(target -> it.topology().endpoint(target).name()));
                    }
                })
                .build()) {
            built.complete(balancer);
            balancer.add("c", "c");

            assertThat(answer.get(30, TimeUnit.SECONDS)).isIn("a", "b");
        }
    }

    @Test
    void a_listener_that_asks_where_an_endpoint_is_sees_what_it_was_told() {
        Environment direct =
                new Environment(world.environment.ticker(), world.environment.wall(), Runnable::run, Runnable::run);
        List<EndpointState> told = new ArrayList<>();
        List<EndpointState> seen = new ArrayList<>();
        CompletableFuture<LoadBalancer<String>> built = new CompletableFuture<>();
        LoadBalancer<String> balancer = two().probe(world.probe(), p -> p.fall(1))
                .listener(new BalancerListener() {
                    @Override
                    public void changed(EndpointChange change) {
                        look(change.name(), change.to());
                    }

                    @Override
                    public void added(String name, EndpointState state) {
                        look(name, state);
                    }

                    private void look(String name, EndpointState state) {
                        told.add(state);
                        seen.add(built.join().topology().endpoint(name).state());
                    }
                })
                .unattended(direct);
        built.complete(balancer);

        balancer.add("c", "c");
        world.passProbes(1, "c", balancer);
        world.breaks("c", "refused");
        world.passProbes(1, "c", balancer);
        var unused = balancer.drain("c", LONG);
        balancer.resume("c");

        assertThat(told).contains(EndpointState.JOINING, EndpointState.UP, EndpointState.DOWN, EndpointState.DRAINED);
        assertThat(seen).isEqualTo(told);
    }

    @Test
    void a_listener_that_asks_where_a_user_goes_sees_what_it_was_told() {
        Environment direct =
                new Environment(world.environment.ticker(), world.environment.wall(), Runnable::run, Runnable::run);
        List<Double> seen = new ArrayList<>();
        CompletableFuture<RegionBalancer<String>> built = new CompletableFuture<>();
        RegionBalancer<String> regions = RegionBalancer.<String>builder()
                .region("east", "e", 1, r -> r.health(() -> 0.5))
                .listener(new RegionListener() {
                    @Override
                    public void changed(RegionStatus status, double before) {
                        seen.add(status.kept() - built.join().topology().get(0).kept());
                    }
                })
                .unattended(direct);
        built.complete(regions);

        regions.tick();

        assertThat(seen).containsExactly(0.0);
    }

    static List<Throwable> thrown() {
        return List.of(
                new OutOfMemoryError("planted"),
                new StackOverflowError("planted"),
                new AssertionError("planted"),
                new LinkageError("planted"),
                new InterruptedException("planted"),
                new RejectedExecutionException("planted"));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void whatever_a_probe_throws_is_a_failure_with_that_reason_and_the_next_probe_is_made(Throwable thrown) {
        AtomicInteger probes = new AtomicInteger();
        LoadBalancer<String> balancer = two().probe(
                        (target, timeout) -> {
                            if (target.equals("b") && probes.incrementAndGet() == 1) {
                                SurvivalTest.<RuntimeException>raise(thrown);
                            }
                        },
                        p -> p.fall(1).rise(1))
                .listener(world.listener())
                .unattended(world.environment);

        balancer.tick();
        String reason = balancer.topology().endpoint("b").reason();
        world.pass(Duration.ofSeconds(2), balancer);

        assertThat(reason).isEqualTo("its probe fails: " + thrown.getClass().getSimpleName() + ": planted");
        assertThat(world.heard()).containsExactly("a JOINING -> UP", "b JOINING -> DOWN", "b DOWN -> UP");
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void raise(Throwable thrown) throws X {
        throw (X) thrown;
    }

    @Test
    void a_probe_that_hangs_is_a_failure_and_has_one_thread_only() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch free = new CountDownLatch(1);
        AtomicInteger others = new AtomicInteger();
        CountDownLatch manyOthers = new CountDownLatch(20);
        Heard heard = new Heard();
        HealthProbe<String> probe = (target, timeout) -> {
            if (target.equals("b")) {
                begun.incrementAndGet();
                free.await();
            } else {
                others.incrementAndGet();
                manyOthers.countDown();
            }
        };
        try (LoadBalancer<String> balancer = two().name("hanging")
                .probe(
                        probe,
                        p -> p.every(Duration.ofMillis(20))
                                .timeout(Duration.ofMillis(18))
                                .rise(1))
                .listener(heard)
                .build()) {
            EndpointChange down = heard.await("b", EndpointState.DOWN);
            manyOthers.await();
            int begunMeanwhile = begun.get();
            free.countDown();
            heard.await("b", EndpointState.UP);

            assertThat(down.reason()).isEqualTo("its probe fails: no answer within PT0.018S");
            assertThat(begunMeanwhile).isEqualTo(1);
            assertThat(balancer.topology().endpoints()).hasSize(2);
        }
    }

    @Test
    void an_executor_that_rejects_probes_or_has_no_thread_for_them_ends_no_tick() {
        List<Throwable> refusals = List.of(
                new RejectedExecutionException("planted"), new OutOfMemoryError("unable to create native thread"));
        for (Throwable refusal : refusals) {
            AtomicBoolean isRefusing = new AtomicBoolean(true);
            LoadBalancer<String> balancer = two().probe(
                            world.probe(), p -> p.fall(2).rise(1))
                    .unattended(new Environment(
                            world.environment.ticker(),
                            world.environment.wall(),
                            task -> {
                                if (isRefusing.get()) {
                                    SurvivalTest.<RuntimeException>raise(refusal);
                                }
                                task.run();
                            },
                            world.environment.callbacks()));

            long wait = balancer.tick();
            isRefusing.set(false);
            world.pass(Duration.ofSeconds(5), balancer);

            assertThat(wait).isPositive();
            assertThat(balancer.topology().endpoints())
                    .extracting(EndpointStatus::state)
                    .containsOnly(EndpointState.UP);
        }
    }

    @Test
    void an_executor_that_rejects_callbacks_changes_nothing_else() {
        LoadBalancer<String> balancer = two().unattended(
                        new Environment(world.environment.ticker(), world.environment.wall(), Runnable::run, task -> {
                            throw new RejectedExecutionException("planted");
                        }));

        balancer.add("c", "c");
        balancer.remove("a");

        assertThat(balancer.topology().endpoints())
                .extracting(EndpointStatus::name)
                .containsExactly("b", "c");
        assertThat(balancer.<String, RuntimeException>call(target -> target)).isIn("b", "c");
    }

    @Test
    void a_watch_goes_on_after_a_round_that_threw_and_after_an_interrupt() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch five = new CountDownLatch(5);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        try (Watch watch = new Watch("test", () -> {
            five.countDown();
            thread.complete(Thread.currentThread());
            if (rounds.incrementAndGet() == 1) {
                throw new OutOfMemoryError("planted");
            }
            return LONG.toNanos();
        })) {
            watch.start();
            thread.get().interrupt();
            while (five.getCount() > 0) {
                watch.wake();
                Thread.onSpinWait();
            }

            assertThat(thread.get().getName()).isEqualTo("test-watch");
            assertThat(thread.get().isAlive()).isTrue();
        }
        assertThat(thread.get().isAlive()).isFalse();
    }

    /** Clocks that go back, stand still, or leap by years; a monotonic one should not, but virtual machines are moved. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1, -3_600_000_000_000L, 3_600_000_000_000L, 1L << 60, -(1L << 60), Long.MAX_VALUE})
    void a_clock_that_leaps_breaks_nothing(long leap) {
        AtomicLong nanos = new AtomicLong(7);
        LoadBalancer<String> balancer = two().slowStart(Duration.ofSeconds(10))
                .probe(world.probe())
                .unattended(new Environment(nanos::get, () -> Instant.EPOCH, Runnable::run, Runnable::run));
        LongUnaryOperator leaping = now -> now + leap;
        balancer.tick();
        Lease<String> open = balancer.pick();
        open.answered();

        nanos.updateAndGet(leaping);
        long wait = balancer.tick();
        open.success();
        balancer.add("c", "c");
        CompletableFuture<Drained> drain = balancer.drain("a", Duration.ofSeconds(1));
        for (int i = 0; i < 100; i++) {
            nanos.addAndGet(100_000_000);
            assertThat(balancer.tick()).isNotNegative();
            assertThat(balancer.<String, RuntimeException>call(target -> target))
                    .isIn("b", "c");
        }

        assertThat(wait).isBetween(0L, Duration.ofSeconds(2).toNanos());
        assertThat(drain).isDone();
        assertThat(balancer.topology().endpoints())
                .allMatch(endpoint -> !endpoint.latency().isNegative());
        assertThat(balancer.stats().endpoints().values()).allMatch(endpoint -> endpoint.inFlight() == 0);
    }
}
