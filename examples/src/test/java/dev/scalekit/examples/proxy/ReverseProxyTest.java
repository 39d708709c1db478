package dev.scalekit.examples.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpExchange;
import dev.scalekit.routing.balance.EndpointStats;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy between real sockets. */
final class ReverseProxyTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void a_request_and_its_answer_pass_as_they_are() throws Exception {
        try (Behind proxy = new Behind(http -> {
            String body = new String(http.getRequestBody().readAllBytes(), UTF_8);
            http.getResponseHeaders().put("X-Many", List.of("a", "b"));
            answer(http, 201, http.getRequestMethod() + " " + http.getRequestURI() + " " + body);
        })) {
            HttpResponse<String> answer = proxy.send(proxy.request("/a%20b/c?d=%26e")
                    .method("PATCH", BodyPublishers.ofString("grün"))
                    .build());

            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("PATCH /a%20b/c?d=%26e grün");
            assertThat(answer.headers().allValues("X-Many")).containsExactly("a", "b");
            proxy.await("a success", EndpointStats::successes, 1);
        }
    }

    @Test
    void what_is_between_neighbours_is_not_passed_on_and_claims_of_the_client_are_replaced() throws Exception {
        List<String> names = Collections.synchronizedList(new ArrayList<>());
        List<String> claims = Collections.synchronizedList(new ArrayList<>());
        try (Behind proxy = new Behind(http -> {
            names.addAll(http.getRequestHeaders().keySet());
            claims.addAll(http.getRequestHeaders().get("X-forwarded-for"));
            claims.addAll(http.getRequestHeaders().get("Forwarded"));
            http.getResponseHeaders().set("Proxy-Authenticate", "Basic");
            http.getResponseHeaders().set("X-Secret", "x");
            http.getResponseHeaders().set("Connection", "X-Secret");
            answer(http, 200, "");
        })) {
            List<String> answer = proxy.sendRaw(
                    "GET / HTTP/1.1",
                    "Host: shop.example",
                    "Connection: close",
                    "Connection: X-Hop",
                    "X-Hop: 1",
                    "Keep-Alive: 5",
                    "TE: trailers",
                    "Proxy-Authorization: Basic eA==",
                    "X-Forwarded-For: 10.0.0.1",
                    "Forwarded: for=10.0.0.1",
                    "X-End: 1");

            assertThat(names)
                    .contains("X-end", "Via")
                    .doesNotContain("X-hop", "Keep-alive", "Te", "Proxy-authorization");
            assertThat(claims).containsExactly("127.0.0.1", "for=127.0.0.1;host=\"shop.example\";proto=http");
            assertThat(answer.get(0)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(answer).noneMatch(line -> line.startsWith("Proxy-authenticate") || line.startsWith("X-secret"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"//elsewhere.example/x?y", "http://elsewhere.example/x?y"})
    void wherever_a_client_says_that_it_goes_it_goes_to_a_server(String target) throws Exception {
        try (Behind proxy = new Behind(http -> answer(http, 200, "got " + http.getRequestURI()))) {
            List<String> answer = proxy.sendRaw("GET " + target + " HTTP/1.1", "Host: a", "Connection: close");

            assertThat(answer).last().isEqualTo("got /x?y");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE /", "CONNECT a:1", "OPTIONS *", "GET http://a"})
    void what_is_not_for_servers_is_passed_on_to_none(String request) throws Exception {
        try (Behind proxy = new Behind(this::cut)) {
            assertThat(proxy.sendRaw(request + " HTTP/1.1", "Host: a", "Connection: close"))
                    .noneMatch(line -> line.startsWith("HTTP/1.1 2") || line.startsWith("HTTP/1.1 502"));
            assertThat(asked).hasValue(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,200,5", "HEAD,200,5", "GET,204,-1", "GET,304,-1", "GET,200,0"})
    void an_answer_without_a_body_ends_with_its_head(String method, int status, int length) throws Exception {
        try (Behind proxy = new Behind(http -> {
            boolean empty = length <= 0 || method.equals("HEAD");
            if (method.equals("HEAD")) {
                http.getResponseHeaders().set("Content-Length", Integer.toString(length));
            }
            http.sendResponseHeaders(status, empty ? -1 : length);
            if (!empty) {
                http.getResponseBody().write(new byte[length]);
            }
            http.close();
        })) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = proxy.send(proxy.request("/")
                        .method(method, BodyPublishers.noBody())
                        .build());

                assertThat(answer.statusCode()).isEqualTo(status);
                assertThat(answer.body()).hasSize(method.equals("HEAD") ? 0 : Math.max(0, length));
            }
        }
    }

    @Test
    void an_answer_is_passed_on_while_it_is_being_made() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Behind proxy = new Behind(http -> {
                    http.sendResponseHeaders(200, 0);
                    http.getResponseBody().write("first".getBytes(UTF_8));
                    http.getResponseBody().flush();
                    await(seen);
                    http.getResponseBody().write("second".getBytes(UTF_8));
                    http.close();
                });
                InputStream body = proxy.client()
                        .send(proxy.request("/").build(), BodyHandlers.ofInputStream())
                        .body()) {
            assertThat(new String(body.readNBytes(5), UTF_8)).isEqualTo("first");

            seen.countDown();

            assertThat(new String(body.readAllBytes(), UTF_8)).isEqualTo("second");
        }
    }

    @Test
    void a_request_is_passed_on_while_it_is_being_sent() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Behind proxy = new Behind(http -> {
                    http.getRequestBody().readNBytes(new byte[5], 0, 5);
                    seen.countDown();
                    answer(http, 200, new String(http.getRequestBody().readAllBytes(), UTF_8));
                });
                Socket client = proxy.connect()) {
            OutputStream out = client.getOutputStream();
            out.write("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(UTF_8));
            out.write("5\r\nfirst\r\n".getBytes(UTF_8));
            await(seen);
            out.write("6\r\nsecond\r\n0\r\n\r\n".getBytes(UTF_8));

            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("second");
        }
    }

    @Test
    void a_client_that_leaves_before_it_has_sent_all_is_no_failure_of_the_server() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Behind proxy = new Behind(http -> {
            http.getRequestBody().readNBytes(new byte[5], 0, 5);
            seen.countDown();
            http.getRequestBody().readAllBytes();
        })) {
            try (Socket client = proxy.connect()) {
                client.getOutputStream()
                        .write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nfirst".getBytes(UTF_8));
                await(seen);
            }

            proxy.await("a cancelled lease", EndpointStats::cancelled, 1);
            assertThat(proxy.sum(EndpointStats::localFailures)).isZero();
        }
    }

    @Test
    void what_cannot_do_harm_twice_is_sent_again_elsewhere() throws Exception {
        for (String method : List.of("PUT", "DELETE")) {
            asked.set(0);
            try (Behind proxy = new Behind(this::cutFirst)) {
                HttpResponse<String> answer = proxy.send(proxy.request("/")
                        .method(method, BodyPublishers.ofString("x".repeat(RequestBody.KEPT)))
                        .build());

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(method + " " + RequestBody.KEPT);
                assertThat(asked).hasValue(2);
                assertThat(proxy.sum(EndpointStats::localFailures)).isOne();
                proxy.await("a success", EndpointStats::successes, 1);
            }
        }
    }

    /** To the same server at first, by the JDK's client and unseen: it takes the connection for one that was kept too long. */
    @Test
    void a_page_is_asked_for_again() throws Exception {
        try (Behind proxy = new Behind(this::cutFirst)) {
            assertThat(proxy.send(proxy.request("/").build()).statusCode()).isEqualTo(200);
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void an_order_is_sent_again_only_if_it_says_which_one_it_is() throws Exception {
        try (Behind proxy = new Behind(this::cutFirst)) {
            int without = proxy.send(proxy.request("/")
                            .POST(BodyPublishers.ofString("order"))
                            .build())
                    .statusCode();
            int askedWithout = asked.getAndSet(0);
            int with = proxy.send(proxy.request("/")
                            .header("Idempotency-Key", "1")
                            .POST(BodyPublishers.ofString("order"))
                            .build())
                    .statusCode();

            assertThat(List.of(without, askedWithout)).containsExactly(502, 1);
            assertThat(List.of(with, asked.get())).containsExactly(200, 2);
        }
    }

    @Test
    void more_than_is_kept_is_not_sent_again() throws Exception {
        try (Behind proxy = new Behind(http -> {
            http.getRequestBody().readAllBytes();
            cutFirst(http);
        })) {
            HttpResponse<String> answer = proxy.send(proxy.request("/")
                    .PUT(BodyPublishers.ofString("x".repeat(10 * RequestBody.KEPT)))
                    .build());

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void what_did_not_reach_a_server_is_sent_again_whatever_it_is() throws Exception {
        try (Behind proxy = new Behind(this::cutFirst);
                Backend third = new Backend(http -> answer(http, 200, "third"))) {
            proxy.stopServers();
            proxy.balancer().add("third", third.address());
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                statuses.add(proxy.send(proxy.request("/")
                                .POST(BodyPublishers.ofString("order"))
                                .build())
                        .statusCode());
            }

            assertThat(statuses).containsOnly(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void an_answer_that_breaks_off_is_not_begun_again_nor_taken_for_whole(int length) throws Exception {
        try (Behind proxy = new Behind(http -> {
            asked.incrementAndGet();
            http.sendResponseHeaders(200, length);
            http.getResponseBody().write("half".getBytes(UTF_8));
            http.getResponseBody().flush();
            throw new IOException("cut");
        })) {
            assertThatIOException()
                    .isThrownBy(() -> proxy.send(proxy.request("/").build()));

            assertThat(asked).hasValue(1);
            assertThat(proxy.sum(EndpointStats::localFailures)).isOne();
        }
    }

    @Test
    void an_answer_that_says_that_the_server_failed_is_passed_on_and_told_to_the_balancer() throws Exception {
        try (Behind proxy = new Behind(http -> {
            asked.incrementAndGet();
            answer(http, 503, "the database is away");
        })) {
            HttpResponse<String> answer = proxy.send(proxy.request("/").build());

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("the database is away");
            assertThat(asked).hasValue(1);
            proxy.await("a failure", EndpointStats::externalFailures, 1);
        }
    }

    @Test
    void a_server_that_takes_too_long_is_given_up() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Behind proxy = new Behind(http -> await(end), Duration.ofMillis(200))) {
            int status = proxy.send(proxy.request("/")
                            .POST(BodyPublishers.ofString("order"))
                            .build())
                    .statusCode();

            end.countDown();
            assertThat(status).isEqualTo(504);
            assertThat(proxy.sum(EndpointStats::localFailures)).isOne();
        }
    }

    @Test
    void where_there_is_no_server_it_says_so() throws Exception {
        try (Behind proxy = new Behind(this::cut)) {
            proxy.balancer().remove("first");
            proxy.balancer().remove("second");

            HttpResponse<String> answer = proxy.send(proxy.request("/").build());

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("no server takes requests now\n");
        }
    }

    @Test
    void a_client_that_leaves_takes_the_server_s_work_with_it_and_is_no_failure_of_the_server() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        try (Behind proxy = new Behind(http -> {
            http.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    http.getResponseBody().write(new byte[4_096]);
                    http.getResponseBody().flush();
                }
            } catch (IOException e) {
                left.countDown();
            }
        })) {
            InputStream body = proxy.client()
                    .send(proxy.request("/").build(), BodyHandlers.ofInputStream())
                    .body();
            body.readNBytes(10);

            body.close();

            await(left);
            proxy.await("a cancelled lease", EndpointStats::cancelled, 1);
            assertThat(proxy.sum(EndpointStats::localFailures)).isZero();
        }
    }

    @Test
    void what_none_of_the_servers_answers_is_sent_elsewhere_if_it_may_be() throws Exception {
        try (Behind other = new Behind(http -> answer(http, 200, "elsewhere"));
                Behind proxy = new Behind(this::cut)) {
            proxy.fallsBackTo(other);

            HttpResponse<String> deleted =
                    proxy.send(proxy.request("/").DELETE().build());
            int order = proxy.send(proxy.request("/")
                            .POST(BodyPublishers.ofString("order"))
                            .build())
                    .statusCode();

            assertThat(deleted.body()).isEqualTo("elsewhere");
            assertThat(order).isEqualTo(502);
            assertThat(asked).as("both servers, and one of them for the order").hasValue(3);
        }
    }

    @Test
    void what_was_sent_nowhere_yet_is_sent_elsewhere_whatever_it_is() throws Exception {
        try (Behind other = new Behind(http -> answer(http, 200, "elsewhere"));
                Behind proxy = new Behind(this::cut)) {
            proxy.fallsBackTo(other);
            proxy.balancer().remove("first");
            proxy.balancer().remove("second");

            HttpResponse<String> order = proxy.send(
                    proxy.request("/").POST(BodyPublishers.ofString("order")).build());

            assertThat(order.body()).isEqualTo("elsewhere");
        }
    }

    @Test
    void where_there_is_no_server_elsewhere_either_it_says_so() throws Exception {
        try (Behind other = new Behind(this::cut);
                Behind proxy = new Behind(this::cut)) {
            proxy.fallsBackTo(other);
            for (Behind each : List.of(proxy, other)) {
                each.balancer().remove("first");
                each.balancer().remove("second");
            }

            assertThat(proxy.send(proxy.request("/").build()).statusCode()).isEqualTo(503);
        }
    }

    private void cutFirst(HttpExchange http) throws IOException {
        int size = http.getRequestBody().readAllBytes().length;
        if (asked.incrementAndGet() == 1) {
            throw new IOException("cut");
        }
        answer(http, 200, http.getRequestMethod() + " " + size);
    }

    private void cut(HttpExchange http) throws IOException {
        asked.incrementAndGet();
        throw new IOException("cut " + http.getRequestURI());
    }

    private static void answer(HttpExchange http, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        http.getResponseBody().write(bytes);
        http.close();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("ends", e);
        }
    }
}
