package dev.scalekit.examples.demo;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page: its files, the stream of what happens, and the buttons. Thread-safe.
 *
 * <p>Every page that is open in some browser on this machine can send requests here. So a request must name this address
 * as its host (against DNS rebinding), and one that changes something must say that its body is JSON, which a browser
 * sends to another site's address only if that allows it (CORS).
 */
final class PageServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PageServer.class);
    /** How long a page may take to read the end of its stream. */
    private static final long SECONDS_TO_READ = 2;

    private static final Pattern FILE = Pattern.compile("/((?:[a-z]+/)*[A-Za-z0-9-]+(?:\\.[A-Za-z0-9]+)+)");
    private static final Pattern EXPERIMENT = Pattern.compile("/experiments/([a-z0-9-]+)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    private final HttpServer server;
    private final ExecutorService threads;
    private final Broadcast broadcast;
    private final Operator operator;
    private final Set<String> hosts;

    private PageServer(HttpServer server, Broadcast broadcast, Operator operator) {
        this.server = server;
        this.broadcast = broadcast;
        this.operator = operator;
        int port = server.getAddress().getPort();
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(
                task -> new Thread(task, "scalekit-demo-page-" + number.incrementAndGet()));
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Serves the page on the loopback address.
     *
     * @param port 0 for any free one
     * @throws IllegalStateException if the port is taken
     */
    static PageServer start(int port, Broadcast broadcast, Operator operator) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        requireFree(address);
        return new PageServer(HttpServer.create(address, 0), broadcast, operator);
    }

    /** Asked before, because an HttpServer that cannot have its port keeps a socket open for ever (seen on JDK 17). */
    private static void requireFree(InetSocketAddress address) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (BindException e) {
            throw new IllegalStateException(
                    "port " + address.getPort()
                            + " is taken: choose another with --port N, or --port 0 for any free one",
                    e);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange http) throws IOException {
        try (http) {
            Headers headers = http.getResponseHeaders();
            headers.set("Cache-Control", "no-store");
            headers.set("X-Content-Type-Options", "nosniff");
            // uPlot sizes its parts by style attributes.
            headers.set(
                    "Content-Security-Policy",
                    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'");
            String host = http.getRequestHeaders().getFirst("Host");
            String path = http.getRequestURI().getPath();
            Matcher experiment = EXPERIMENT.matcher(path);
            if (host == null || !hosts.contains(host)) {
                answer(http, 403, "text/plain; charset=utf-8", "this is " + hosts);
            } else if (experiment.matches()) {
                press(http, experiment.group(1));
            } else if (!http.getRequestMethod().equals("GET")) {
                answer(http, 405, "text/plain; charset=utf-8", "only GET");
            } else if (path.equals("/events")) {
                broadcast.follow(http);
            } else {
                file(http, path.equals("/") ? "/index.html" : path);
            }
        }
    }

    private void press(HttpExchange http, String experiment) throws IOException {
        String type = String.valueOf(http.getRequestHeaders().getFirst("Content-Type"));
        if (!http.getRequestMethod().equals("POST") || !type.startsWith("application/json")) {
            answer(http, 405, "application/json", "{\"error\":\"an experiment is started by a POST of JSON\"}");
            return;
        }
        Optional<String> refusal = operator.start(experiment);
        answer(
                http,
                refusal.isEmpty() ? 202 : 409,
                "application/json",
                refusal.map(reason -> "{\"error\":\"" + reason + "\"}").orElse("{}"));
    }

    private static void file(HttpExchange http, String path) throws IOException {
        Matcher file = FILE.matcher(path);
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        try (InputStream content =
                file.matches() && type != null ? PageServer.class.getResourceAsStream("page/" + file.group(1)) : null) {
            if (content == null) {
                answer(http, 404, "text/plain; charset=utf-8", "no such file");
            } else {
                answer(http, 200, String.valueOf(type), content.readAllBytes());
            }
        }
    }

    private static void answer(HttpExchange http, int status, String type, String text) throws IOException {
        answer(http, status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange http, int status, String type, byte[] body) throws IOException {
        http.getResponseHeaders().set("Content-Type", type);
        http.sendResponseHeaders(status, body.length);
        http.getResponseBody().write(body);
    }

    /** Ends the streams too. */
    @Override
    public void close() {
        broadcast.close();
        threads.shutdown();
        if (!Closing.isOver(threads, SECONDS_TO_READ)) {
            LOG.debug("Somebody does not read: the connection is cut");
        }
        // It cuts connections, so only now: the streams were to end in order.
        server.stop(0);
        Closing.join(threads, "the page");
    }
}
