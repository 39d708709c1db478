package dev.scalekit.routing.balance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.scalekit.testkit.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server on the loopback address that can be killed and started again. Thread-safe. */
final class WebServer implements AutoCloseable {
    /** Answers a request. */
    @FunctionalInterface
    interface Page {
        void answer(HttpExchange exchange) throws IOException;

        static Page status(int status) {
            return exchange -> exchange.sendResponseHeaders(status, -1);
        }
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger answered = new AtomicInteger();
    private final int port;
    private HttpServer server;
    private volatile Page page = Page.status(200);

    private WebServer(HttpServer server) {
        this.server = server;
        this.port = server.getAddress().getPort();
    }

    static WebServer start() {
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                WebServer started = new WebServer(bound(FreePorts.next()));
                started.open();
                return started;
            } catch (IOException e) {
                // Somebody else was quicker.
            }
        }
        throw new IllegalStateException("no port could be bound in 20 attempts");
    }

    private static HttpServer bound(int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    }

    private void open() {
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            answered.incrementAndGet();
            try (exchange) {
                page.answer(exchange);
            }
        });
        server.start();
    }

    void answers(Page page) {
        this.page = page;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Returns how many requests came, probes included. */
    int requests() {
        return answered.get();
    }

    /** Ends it as a process ends that is killed: connections break, and nobody listens. */
    void kill() {
        server.stop(0);
    }

    void restart() {
        try {
            server = bound(port);
            open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        // LeakCheck sees whether they end.
        threads.shutdownNow();
    }

    @Override
    public String toString() {
        return "WebServer[" + port + "]";
    }
}
