package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Tally;
import dev.scalekit.testkit.TcpFaultProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real servers and a real client: one server fails, one is killed and comes back, one is slow. */
final class HttpBalancingTest {
    private static final int CALLERS = 4;

    private final Map<String, WebServer> servers =
            Map.of("a", WebServer.start(), "b", WebServer.start(), "c", WebServer.start());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();
    private final Heard heard = new Heard();
    private volatile boolean isOver;

    @BeforeEach
    void warmUp() throws Exception {
        // What the first request takes longer is no server's fault.
        for (WebServer server : servers.values()) {
            get(server.uri());
        }
    }

    @AfterEach
    void stop() throws Exception {
        isOver = true;
        for (WebServer server : servers.values()) {
            server.close();
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    private LoadBalancerBuilder<URI> three() {
        return LoadBalancer.<URI>builder()
                .endpoint("a", server("a").uri())
                .endpoint("b", server("b").uri())
                .endpoint("c", server("c").uri())
                .slowStart(Duration.ZERO)
                .listener(heard);
    }

    private WebServer server(String name) {
        return requireNonNull(servers.get(name), name);
    }

    private HttpResponse<String> get(URI server) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server.resolve("/page"))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private int statusOf(LoadBalancer<URI> balancer) throws Exception {
        return balancer.call(PickOptions.idempotent(), this::get).statusCode();
    }

    @Test
    void a_server_that_fails_half_its_answers_is_ejected_and_the_topology_says_why() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        server("b").answers(exchange -> exchange.sendResponseHeaders(turn.incrementAndGet() % 2 == 0 ? 500 : 200, -1));
        try (LoadBalancer<URI> balancer = three().ejection(e -> e.consecutiveFailures(1_000)
                        .failureRate(0.4, 20)
                        .base(Duration.ofHours(1))
                        .longest(Duration.ofHours(1)))
                .build()) {
            CompletableFuture<EndpointChange> ejected = new CompletableFuture<>();
            threads.execute(() -> {
                try {
                    ejected.complete(heard.await("b", EndpointState.EJECTED));
                } catch (Throwable e) {
                    ejected.completeExceptionally(e);
                }
            });

            while (!ejected.isDone()) {
                assertThat(statusOf(balancer)).isEqualTo(200);
            }
            int before = server("b").requests();
            for (int i = 0; i < 50; i++) {
                assertThat(statusOf(balancer)).isEqualTo(200);
            }

            assertThat(ejected.join().reason()).matches("\\d+ of \\d+ calls failed");
            EndpointStatus<URI> status = balancer.topology().endpoint("b");
            assertThat(status.state()).isEqualTo(EndpointState.EJECTED);
            assertThat(status.reason()).isEqualTo(ejected.join().reason());
            assertThat(server("b").requests()).isEqualTo(before);
        }
    }

    @Test
    void a_server_that_is_killed_goes_down_and_comes_back_and_no_call_fails() throws Exception {
        try (LoadBalancer<URI> balancer = three().ejection(e -> e.base(Duration.ofMillis(100)))
                        .probe(
                                HttpProbe.get(client, "/health"),
                                p -> p.every(Duration.ofMillis(300)).timeout(Duration.ofMillis(270)))
                        .build();
                Tally tally = Tally.of("routing.calls-over-a-kill", 0)) {
            heard.await("c", EndpointState.UP);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                running.add(threads.submit(() -> {
                    while (!isOver) {
                        tally.count(() -> assertThat(statusOf(balancer)).isEqualTo(200));
                    }
                    return null;
                }));
            }

            server("c").kill();
            EndpointChange down = heard.await("c", EndpointState.DOWN);
            server("c").restart();
            EndpointChange up = heard.await("c", EndpointState.UP);
            long before = balancer.stats().endpoint("c").successes();
            while (balancer.stats().endpoint("c").successes() == before) {
                assertThat(statusOf(balancer)).isEqualTo(200);
            }
            isOver = true;
            for (Future<?> caller : running) {
                caller.get(40, TimeUnit.SECONDS);
            }

            assertThat(down.reason()).startsWith("its probe fails: ");
            assertThat(up.from()).isIn(EndpointState.DOWN, EndpointState.EJECTED);
            assertThat(balancer.stats().endpoint("c").localFailures()).isPositive();
            assertThat(CallTest.outcomes(balancer).get(4)).isZero();
        }
    }

    @Test
    void less_goes_to_a_slow_server_by_peak_latency() throws Exception {
        try (TcpFaultProxy slow = TcpFaultProxy.to(server("c").uri().getPort())) {
            slow.latency(Duration.ofMillis(20));
            try (LoadBalancer<URI> balancer = LoadBalancer.<URI>builder()
                    .endpoint("a", server("a").uri())
                    .endpoint("b", server("b").uri())
                    .endpoint("slow", URI.create("http://127.0.0.1:" + slow.port()))
                    .balancer(Balancers.peakEwma())
                    .build()) {
                AtomicInteger left = new AtomicInteger(Effort.upTo(600));
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    running.add(threads.submit(() -> {
                        while (left.getAndDecrement() > 0) {
                            assertThat(statusOf(balancer)).isEqualTo(200);
                        }
                        return null;
                    }));
                }
                for (Future<?> caller : running) {
                    caller.get(40, TimeUnit.SECONDS);
                }

                assertThat(balancer.stats().endpoint("slow").successes())
                        .isPositive()
                        .isLessThan(balancer.stats().endpoint("a").successes())
                        .isLessThan(balancer.stats().endpoint("b").successes());
            }
        }
    }

    @Test
    void three_servers_of_which_one_is_slow_one_fails_half_its_answers_and_one_is_killed() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        server("b").answers(exchange -> exchange.sendResponseHeaders(turn.incrementAndGet() % 2 == 0 ? 500 : 200, -1));
        try (TcpFaultProxy slow = TcpFaultProxy.to(server("a").uri().getPort())) {
            slow.latency(Duration.ofMillis(10));
            try (LoadBalancer<URI> balancer = LoadBalancer.<URI>builder()
                    .endpoint("slow", URI.create("http://127.0.0.1:" + slow.port()))
                    .endpoint("b", server("b").uri())
                    .endpoint("c", server("c").uri())
                    .probe(HttpProbe.get(client, "/health"))
                    // Two of three may be ill at once here, which the options by default take for a sign of something
                    // else.
                    .ejection(e -> e.cap(1))
                    .panicThreshold(0)
                    .balancer(Balancers.peakEwma())
                    .listener(heard)
                    .build()) {
                heard.await("c", EndpointState.UP);
                AtomicInteger failed = new AtomicInteger();
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    running.add(threads.submit(() -> {
                        while (!isOver) {
                            if (statusOf(balancer) != 200) {
                                failed.incrementAndGet();
                            }
                        }
                        return null;
                    }));
                }

                EndpointChange ejected = heard.await("b", EndpointState.EJECTED);
                server("c").kill();
                heard.await("c", EndpointState.DOWN);
                isOver = true;
                for (Future<?> caller : running) {
                    caller.get(40, TimeUnit.SECONDS);
                }

                assertThat(ejected.reason()).contains("calls").contains("failed");
                assertThat(balancer.topology().endpoint("slow").state()).isEqualTo(EndpointState.UP);
                assertThat(balancer.stats().endpoint("c").localFailures()).isPositive();
                assertThat(failed)
                        .as("answers that failed, of calls that may be made twice")
                        .hasValue(0);
            }
        }
    }
}
