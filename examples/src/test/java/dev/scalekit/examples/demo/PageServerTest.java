package dev.scalekit.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.scalekit.examples.demo.Experiment.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class PageServerTest {
    private final Site site = new Site(
            Path.of("unused"), Options.parse(List.of("--seed", "42"), Steps.ALL, 0), new Timeline(Ticker.system()));
    private final CountDownLatch experimentMayEnd = new CountDownLatch(1);
    private final Auditor auditor = new Auditor(site.promises(), site.timeline());
    private final Operator operator = new Operator(site.experiments(), auditor, site.timeline());
    private final Broadcast broadcast = new Broadcast(new Observer(site, auditor, operator));
    private PageServer page;

    @BeforeEach
    void open() throws IOException {
        site.add(new Waiting());
        page = PageServer.start(0, broadcast, operator);
        broadcast.start();
    }

    @AfterEach
    void close() {
        experimentMayEnd.countDown();
        operator.close();
        page.close();
    }

    @Test
    void the_page_and_its_parts_are_served() throws IOException {
        assertThat(get("/")).startsWith("HTTP/1.1 200").contains("text/html", "default-src 'self'", "<!doctype html>");
        assertThat(get("/demo.css")).startsWith("HTTP/1.1 200").contains("text/css");
        assertThat(get("/vendor/uplot/uPlot.iife.min.js"))
                .startsWith("HTTP/1.1 200")
                .contains("text/javascript");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing.html",
                "/../Demo.class",
                "/%2e%2e/Demo.class",
                "/vendor/../../schema.sql",
                "//etc/passwd",
                "/page/index.html",
                "/vendor/"
            })
    void nothing_else_is_served(String path) throws IOException {
        assertThat(get(path)).startsWith("HTTP/1.1 404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "127.0.0.1", "127.0.0.1:1", "localhost.example.com"})
    void a_request_for_another_host_is_refused(String host) throws IOException {
        assertThat(send("GET / HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,text/plain",
        "POST,application/x-www-form-urlencoded",
        "GET,application/json",
        "PUT,application/json"
    })
    void another_sites_page_cannot_press_a_button(String method, String type) throws IOException {
        assertThat(send(method + " /experiments/waiting HTTP/1.1", host(), "Content-Type: " + type))
                .startsWith("HTTP/1.1 405");
        assertThat(operator.running()).isEmpty();
    }

    @Test
    void the_stream_begins_with_the_history_and_goes_on_with_the_state() throws IOException {
        try (Stream stream = new Stream()) {
            JsonNode history = stream.next("history");
            JsonNode state = stream.next("state");

            assertThat(history.path("points").isArray()).isTrue();
            assertThat(state.path("seed").asInt()).isEqualTo(42);
            assertThat(state.path("steps").get(0).path("title").stringValue())
                    .isEqualTo(Steps.ALL.get(0).title());
            assertThat(state.path("experiments").get(0).path("state").stringValue())
                    .isEqualTo("ready");
        }
    }

    @Test
    void a_button_starts_an_experiment_and_its_outcome_comes_over_the_stream() throws IOException {
        try (Stream stream = new Stream()) {
            String first = press("waiting");
            String second = press("waiting");
            JsonNode running = stream.nextWhere("running");
            experimentMayEnd.countDown();
            JsonNode done = stream.nextWhere("ready");

            assertThat(first).startsWith("HTTP/1.1 202");
            assertThat(second).startsWith("HTTP/1.1 409").contains("one experiment at a time");
            assertThat(running.path("progress").stringValue()).isEqualTo("waits for the test");
            assertThat(done.path("outcome").path("headline").stringValue()).isEqualTo("It ended");
            assertThat(done.path("outcome").path("held").booleanValue()).isTrue();
        }
    }

    @Test
    void an_experiment_that_fails_says_so_on_its_card() throws IOException {
        site.add(new Waiting() {
            @Override
            public Outcome run(Consumer<String> progress) {
                throw new IllegalStateException("no such server");
            }
        });
        try (Stream stream = new Stream()) {
            press("waiting");
            JsonNode outcome = stream.nextWhere("ready", "It failed").path("outcome");

            assertThat(outcome.path("headline").stringValue()).contains("It failed", "no such server");
            assertThat(outcome.path("held").booleanValue()).isFalse();
        }
    }

    @Test
    void a_page_that_does_not_read_does_not_keep_the_demo_from_ending() throws Exception {
        Talkative talkative = new Talkative();
        site.add(talkative);
        try (Socket deaf = connect("GET /events HTTP/1.1", host())) {
            talkative.asked.await();

            page.close();

            assertThat(deaf.isConnected()).isTrue();
        }
    }

    @Test
    void an_experiment_that_is_not_there_is_not_started() throws IOException {
        assertThat(press("nothing")).startsWith("HTTP/1.1 409").contains("there is no experiment nothing");
    }

    @Test
    void the_end_ends_every_stream() throws IOException {
        try (Stream stream = new Stream()) {
            stream.next("state");
            page.close();

            assertThat(stream.isAtItsEnd()).isTrue();
        }
    }

    @Test
    void a_taken_port_is_said_to_be() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> PageServer.start(taken.getLocalPort(), broadcast, operator))
                    .withMessageContainingAll("port " + taken.getLocalPort() + " is taken", "--port 0");
        }
    }

    /** Waits until the test lets it end. */
    private class Waiting implements Experiment {
        @Override
        public String id() {
            return "waiting";
        }

        @Override
        public String title() {
            return "Waiting";
        }

        @Override
        public String about() {
            return "waits";
        }

        @Override
        public Outcome run(Consumer<String> progress) throws InterruptedException {
            progress.accept("waits for the test");
            experimentMayEnd.await();
            return new Outcome(true, "It ended", List.of());
        }
    }

    /** Has more to say than the buffers of a connection hold. */
    private static final class Talkative implements Component {
        private final CountDownLatch asked = new CountDownLatch(4);

        @Override
        public String id() {
            return "talkative";
        }

        @Override
        public Kind kind() {
            return Kind.WORKER;
        }

        @Override
        public String label() {
            return "Talkative";
        }

        @Override
        public Status status() {
            return new Status(State.UP, "talks");
        }

        @Override
        public List<Fact> facts() {
            asked.countDown();
            return List.of(new Fact("much", "x".repeat(16 << 20)));
        }

        @Override
        public List<Link> links() {
            return List.of();
        }
    }

    private String get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1", host());
    }

    private String press(String experiment) throws IOException {
        return send("POST /experiments/" + experiment + " HTTP/1.1", host(), "Content-Type: application/json");
    }

    private String host() {
        return "Host: 127.0.0.1:" + page.address().getPort();
    }

    /** By hand: the JDK's clients do not send another host's name, nor a path that climbs. */
    private String send(String... lines) throws IOException {
        try (Socket socket = connect(lines)) {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private Socket connect(String... lines) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), page.address().getPort());
        OutputStream out = socket.getOutputStream();
        out.write((String.join("\r\n", lines) + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
        out.flush();
        return socket;
    }

    /** The page's stream of events. */
    private final class Stream implements AutoCloseable {
        private final Socket socket = connect("GET /events HTTP/1.1", host());
        private final BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));

        private Stream() throws IOException {}

        JsonNode next(String event) throws IOException {
            while (!line().equals("event: " + event)) {
                // Heads, chunk sizes and other events.
            }
            return JsonMapper.shared().readTree(line().substring("data: ".length()));
        }

        /** Returns the one experiment once it is in a state. */
        JsonNode nextWhere(String state) throws IOException {
            return nextWhere(state, "");
        }

        /** Returns the one experiment once it is in a state, and its outcome says something. */
        JsonNode nextWhere(String state, String headline) throws IOException {
            while (true) {
                JsonNode experiment = next("state").path("experiments").get(0);
                if (experiment.path("state").stringValue().equals(state)
                        && experiment.path("outcome").toString().contains(headline)) {
                    return experiment;
                }
            }
        }

        boolean isAtItsEnd() {
            return lines.lines().collect(Collectors.joining()).endsWith("0");
        }

        private String line() throws IOException {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("The stream ended");
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
