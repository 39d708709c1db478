package dev.scalekit.examples.proxy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One public address on the loopback interface for servers that only it knows. Thread-safe.
 *
 * <p>Bodies are streamed, in both directions: of a request up to 64 KiB are kept until its answer begins, so that it can be
 * sent again, and of an answer nothing. A request has a thread of its own until its answer is sent.
 *
 * <p>Sent again, to another server, is what got no answer and cannot do harm twice: GET, HEAD, PUT, DELETE and OPTIONS,
 * whatever carries an {@code Idempotency-Key}, and what did not reach the server at all. The balancer says how often. An answer
 * that has begun is never begun again: the client gets what came, and a connection that is cut.
 *
 * <p>The JDK's client sends a GET whose connection was closed without an answer again by itself, to the same server.
 *
 * <p>That a client has left is noticed when something is sent to it; the server is then left too.
 */
public final class ReverseProxy implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private final HttpServer server;
    private final ExecutorService requests;
    private final ExecutorService network;

    private ReverseProxy(HttpServer server, int threads, Upstreams upstreams, Duration timeout) {
        this.server = server;
        this.requests = Executors.newFixedThreadPool(threads, named("request"));
        // A body that a client sends slowly keeps a thread waiting, so there is no number that is enough.
        this.network = Executors.newCachedThreadPool(named("network"));
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(network)
                .build();
        server.createContext("/", http -> new Forwarding(http, client, timeout).through(upstreams));
        server.setExecutor(requests);
    }

    /**
     * Listens on any free port of the loopback address.
     *
     * @param threads how many requests are under way at most, at least 1; others wait
     * @param timeout how long a server may take until its answer begins; a longer one is given up, with status 504
     * @throws IOException if it cannot listen
     */
    public static ReverseProxy start(Upstreams upstreams, int threads, Duration timeout) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ReverseProxy proxy = new ReverseProxy(server, threads, upstreams, timeout);
        server.start();
        return proxy;
    }

    private static ThreadFactory named(String purpose) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "reverse-proxy-" + purpose + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Stops listening and cuts what is under way. */
    @Override
    public void close() {
        server.stop(0);
        requests.shutdownNow();
        network.shutdownNow();
    }
}
