package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Endpoints that are emptied, stopped and started again while threads call them as fast as they can. */
final class DrainUnderLoadTest {
    private static final int CALLERS = 4;
    private static final Duration LONG = Duration.ofSeconds(50);

    private final List<Server> servers = List.of(new Server("a"), new Server("b"), new Server("c"));
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private final AtomicLong calls = new AtomicLong();
    private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private volatile boolean isOver;

    /** What can be stopped, and minds being called then. */
    private static final class Server {
        private final String name;
        private final AtomicInteger working = new AtomicInteger();
        private volatile boolean isStopped;

        Server(String name) {
            this.name = name;
        }

        String work() {
            working.incrementAndGet();
            try {
                if (isStopped) {
                    throw new IllegalStateException(name + " was called after it had been stopped");
                }
                // As a quick answer does; callers that never wait would only keep the cores from whoever drains.
                LockSupport.parkNanos(50_000);
                return name;
            } finally {
                working.decrementAndGet();
            }
        }

        void stop() {
            isStopped = true;
            if (working.get() != 0) {
                throw new IllegalStateException(name + " was stopped while it worked");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private LoadBalancer<Server> balancer() {
        LoadBalancerBuilder<Server> builder = LoadBalancer.<Server>builder().slowStart(Duration.ZERO);
        servers.forEach(builder::endpoint);
        return builder.build();
    }

    private List<Future<?>> load(LoadBalancer<Server> balancer) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            running.add(callers.submit(() -> {
                while (!isOver) {
                    callOnce(balancer);
                }
            }));
        }
        return running;
    }

    private void callOnce(LoadBalancer<Server> balancer) {
        try {
            balancer.call(Server::work);
            calls.incrementAndGet();
        } catch (Throwable e) {
            errors.add(e);
        }
    }

    private void finish(List<Future<?>> running) throws Exception {
        isOver = true;
        for (Future<?> caller : running) {
            caller.get(30, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void end() throws Exception {
        isOver = true;
        callers.shutdownNow();
        assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void an_endpoint_that_was_drained_is_not_called_until_it_is_resumed_and_no_call_fails() throws Exception {
        try (LoadBalancer<Server> balancer = balancer();
                Tally tally = Tally.of("routing.drains", 0)) {
            List<Future<?>> running = load(balancer);
            for (int i = 0; i < Effort.scaled(2_000); i++) {
                Server server = servers.get(i % servers.size());
                awaitPick(balancer, server.name);
                tally.count(() -> {
                    Drained drained = balancer.drain(server.name, LONG).get(30, TimeUnit.SECONDS);
                    assertThat(drained.isIdle()).isTrue();
                    server.stop();
                    server.isStopped = false;
                    balancer.resume(server.name);
                    assertThat(errors).isEmpty();
                });
            }
            finish(running);

            assertThat(balancer.stats().endpoints().values())
                    .allMatch(endpoint -> endpoint.inFlight() == 0)
                    .extracting(EndpointStats::successes)
                    .allMatch(successes -> successes > 0);
            assertThat(CallTest.outcomes(balancer))
                    .startsWith(calls.get(), 0L, 0L)
                    .endsWith(0L);
        }
    }

    @Test
    void an_endpoint_that_was_removed_gets_no_further_lease_and_no_call_fails() throws Exception {
        try (LoadBalancer<Server> balancer = balancer();
                Tally tally = Tally.of("routing.removals", 0)) {
            List<Future<?>> running = load(balancer);
            for (int i = 0; i < Effort.scaled(2_000); i++) {
                String name = "extra-" + i;
                Server extra = new Server(name);
                balancer.add(name, extra);
                awaitPick(balancer, name);
                tally.count(() -> {
                    CompletableFuture<Drained> drain = balancer.drain(name, LONG);
                    boolean wasThere = balancer.remove(name);
                    Drained drained = drain.get(30, TimeUnit.SECONDS);
                    assertThat(wasThere).isTrue();
                    if (drained.isIdle()) {
                        extra.stop();
                    }
                    assertThat(errors).isEmpty();
                });
            }
            finish(running);

            assertThat(errors).isEmpty();
            assertThat(balancer.topology().endpoints()).hasSize(servers.size());
        }
    }

    /** Lets others go on until the endpoint has been picked by this thread, so that it is in use when it goes. */
    private static void awaitPick(LoadBalancer<Server> balancer, String name) {
        Predicate<Lease<Server>> isIt = lease -> lease.name().equals(name);
        boolean isPicked = false;
        while (!isPicked) {
            try (Lease<Server> lease = balancer.pick()) {
                isPicked = isIt.test(lease);
            }
        }
    }

    @Test
    void a_drain_whose_time_is_over_says_what_is_left_and_the_endpoint_stays_out() throws Exception {
        try (LoadBalancer<Server> balancer = balancer()) {
            List<Lease<Server>> open = new ArrayList<>();
            while (open.stream().filter(lease -> lease.name().equals("a")).count() < 3) {
                open.add(balancer.pick());
            }

            CompletableFuture<Drained> drain = balancer.drain("a", Duration.ofMillis(5));
            Drained first = drain.get(30, TimeUnit.SECONDS);
            EndpointState after = balancer.topology().endpoint("a").state();
            CompletableFuture<Drained> again = balancer.drain("a", LONG);
            CompletableFuture<Drained> same = balancer.drain("a", Duration.ZERO);
            open.forEach(Lease::close);

            assertThat(first.left()).isEqualTo(3);
            assertThat(first.isIdle()).isFalse();
            assertThat(first.took()).isGreaterThanOrEqualTo(Duration.ofMillis(5));
            assertThat(same.get(30, TimeUnit.SECONDS))
                    .as("of the drain that goes on")
                    .isEqualTo(again.join());
            assertThat(after).isEqualTo(EndpointState.DRAINING);
            assertThat(again.get(30, TimeUnit.SECONDS).left()).isZero();
            assertThat(balancer.topology().endpoint("a").state()).isEqualTo(EndpointState.DRAINED);
        }
    }

    @Test
    void a_drain_ends_with_what_is_left_if_the_endpoint_is_resumed_or_removed_or_the_balancer_closed()
            throws Exception {
        LoadBalancer<Server> balancer = balancer();
        List<Lease<Server>> open = new ArrayList<>();
        while (open.stream().map(Lease::name).distinct().count() < 3) {
            open.add(balancer.pick());
        }

        CompletableFuture<Drained> resumed = balancer.drain("a", LONG);
        balancer.resume("a");
        CompletableFuture<Drained> removed = balancer.drain("b", LONG);
        balancer.remove("b");
        CompletableFuture<Drained> closed = balancer.drain("c", LONG);
        balancer.close();

        assertThat(resumed.get(30, TimeUnit.SECONDS).left()).isPositive();
        assertThat(removed.get(30, TimeUnit.SECONDS).left()).isPositive();
        assertThat(closed.get(30, TimeUnit.SECONDS).left()).isPositive();
        open.forEach(Lease::success);
    }

    @Test
    void a_drain_that_begins_as_the_balancer_is_closed_ends_or_is_refused() throws Exception {
        for (int i = 0; i < Effort.scaled(200); i++) {
            LoadBalancer<Server> balancer = balancer();
            List<Lease<Server>> open = new ArrayList<>();
            while (open.stream().map(Lease::name).distinct().count() < 3) {
                open.add(balancer.pick());
            }
            CompletableFuture<Drained> first = balancer.drain("a", LONG);
            Future<Drained> last =
                    callers.submit(() -> lastDrain(balancer, first).get(20, TimeUnit.SECONDS));
            CompletableFuture<Drained> other = balancer.drain("b", LONG);
            balancer.close();

            assertThat(other.get(30, TimeUnit.SECONDS).left()).isPositive();
            Drained drained = last.get(30, TimeUnit.SECONDS);
            assertThat(drained.left()).isPositive();
            open.forEach(Lease::close);
        }
    }

    /** Drains and resumes until that is refused. */
    private static CompletableFuture<Drained> lastDrain(
            LoadBalancer<Server> balancer, CompletableFuture<Drained> first) {
        CompletableFuture<Drained> drain = first;
        try {
            while (true) {
                balancer.resume("a");
                drain = balancer.drain("a", LONG);
            }
        } catch (BalancerClosedException e) {
            return drain;
        }
    }
}
