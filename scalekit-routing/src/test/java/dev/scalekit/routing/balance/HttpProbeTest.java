package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.TcpFaultProxy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpProbeTest {
    /** Long enough for any machine; a test in which it passes has gone wrong. */
    private static final Duration LONG = Duration.ofSeconds(40);

    private final WebServer server = WebServer.start();
    private final HealthProbe<URI> probe = HttpProbe.get("/health");

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 299})
    void statuses_from_200_to_299_are_well(int status) {
        server.answers(WebServer.Page.status(status));

        assertThatCode(() -> probe.check(server.uri(), LONG)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 404, 429, 500, 503})
    void other_statuses_are_not_and_say_so(int status) {
        server.answers(WebServer.Page.status(status));

        assertThatThrownBy(() -> probe.check(server.uri(), LONG))
                .isInstanceOf(IOException.class)
                .hasMessage("status " + status + " of /health");
    }

    @Test
    void a_probe_serves_endpoints_that_have_an_address() {
        HealthProbe<WebServer> probe = HttpProbe.get("/health").on(WebServer::uri);

        assertThatCode(() -> probe.check(server, LONG)).doesNotThrowAnyException();
    }

    @Test
    void a_redirect_is_an_answer_and_is_not_followed() {
        server.answers(exchange -> {
            boolean isProbe = exchange.getRequestURI().getPath().equals("/health");
            exchange.getResponseHeaders().add("Location", "/login");
            exchange.sendResponseHeaders(isProbe ? 302 : 200, -1);
        });

        assertThatThrownBy(() -> probe.check(server.uri(), LONG)).hasMessage("status 302 of /health");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void what_is_well_can_be_said_otherwise() {
        server.answers(WebServer.Page.status(401));
        HttpProbe other = HttpProbe.get("/health").expecting(status -> status == 401);

        assertThatCode(() -> other.check(server.uri(), LONG)).doesNotThrowAnyException();
    }

    @Test
    void the_path_begins_at_the_root_whatever_the_endpoint_has_and_a_query_is_kept() throws Exception {
        CompletableFuture<URI> asked = new CompletableFuture<>();
        server.answers(exchange -> {
            asked.complete(exchange.getRequestURI());
            exchange.sendResponseHeaders(200, -1);
        });

        HttpProbe.get("/health?deep=1").check(server.uri().resolve("/api/v1/"), LONG);

        assertThat(asked.get(1, TimeUnit.SECONDS)).hasToString("/health?deep=1");
    }

    @Test
    void a_body_without_an_end_is_not_read() throws Exception {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        server.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                byte[] block = new byte[1 << 16];
                while (!gone.isDone()) {
                    body.write(block);
                }
            } catch (IOException e) {
                gone.complete(null);
            }
        });

        probe.check(server.uri(), LONG);

        // The server is rid of it as well: the connection was closed.
        gone.get(30, TimeUnit.SECONDS);
    }

    @Test
    void nobody_listens() {
        server.kill();

        assertThatThrownBy(() -> probe.check(server.uri(), LONG)).isInstanceOf(ConnectException.class);
    }

    @Test
    void a_connection_into_a_black_hole_fails_when_the_time_is_over() {
        try (TcpFaultProxy proxy = TcpFaultProxy.to(server.uri().getPort())) {
            proxy.blackHole();

            assertThatThrownBy(() -> probe.check(URI.create("http://127.0.0.1:" + proxy.port()), Duration.ofMillis(20)))
                    .isInstanceOf(HttpTimeoutException.class);
        }
    }

    @Test
    void a_server_that_accepts_and_never_answers_fails_when_the_time_is_over() {
        CountDownLatch over = new CountDownLatch(1);
        server.answers(exchange -> awaitQuietly(over));

        assertThatThrownBy(() -> probe.check(server.uri(), Duration.ofMillis(20)))
                .isInstanceOf(HttpTimeoutException.class);
        over.countDown();
    }

    @Test
    void an_interrupt_ends_it() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        server.answers(exchange -> {
            asked.countDown();
            awaitQuietly(over);
        });
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread prober = new Thread(() -> {
            try {
                probe.check(server.uri(), LONG);
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });

        prober.start();
        asked.await();
        prober.interrupt();

        assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        over.countDown();
        prober.join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "health", "", "//elsewhere.example.org/health", "http://elsewhere.example.org/"})
    void a_path_that_is_none_is_refused(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> HttpProbe.get(path));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            // The server is closed.
        }
    }
}
