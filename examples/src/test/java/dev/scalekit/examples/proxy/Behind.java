package dev.scalekit.examples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandler;
import dev.scalekit.routing.balance.EndpointStats;
import dev.scalekit.routing.balance.LoadBalancer;
import dev.scalekit.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToLongFunction;

/** Two servers that do the same, a balancer over them, the proxy before it, and a client. */
final class Behind implements Upstreams, AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final List<Backend> backends = new ArrayList<>();
    private final LoadBalancer<URI> balancer;
    private volatile Optional<LoadBalancer<URI>> others = Optional.empty();
    private final ReverseProxy proxy;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(task -> new Thread(task, "reverse-proxy-test-client"));
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();

    Behind(HttpHandler handler, Duration timeout) throws IOException {
        for (int i = 0; i < 2; i++) {
            backends.add(new Backend(handler));
        }
        balancer = LoadBalancer.<URI>builder()
                .endpoint("first", backends.get(0).address())
                .endpoint("second", backends.get(1).address())
                .build();
        proxy = ReverseProxy.start(this, 8, timeout);
    }

    Behind(HttpHandler handler) throws IOException {
        this(handler, TIMEOUT);
    }

    @Override
    public LoadBalancer<URI> of(Headers request) {
        return balancer;
    }

    @Override
    public Optional<LoadBalancer<URI>> elsewhere(Headers request, LoadBalancer<URI> tried) {
        assertThat(tried).isSameAs(balancer);
        return others;
    }

    /** Sends what its own servers do not answer to those of another one. */
    void fallsBackTo(Behind other) {
        others = Optional.of(other.balancer);
    }

    LoadBalancer<URI> balancer() {
        return balancer;
    }

    URI address() {
        return proxy.address();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(proxy.address() + path)).timeout(TIMEOUT);
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    /** Sends the lines as they are, and returns the answer until its end. */
    List<String> sendRaw(String... lines) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .lines()
                    .toList();
        }
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.address().getPort());
    }

    /** Waits for a figure of both servers: the client has its answer a moment before the balancer knows. */
    void await(String what, ToLongFunction<EndpointStats> figure, long value) {
        Await.until(what, TIMEOUT, () -> sum(figure) == value);
    }

    /** Adds up a figure of both servers. */
    long sum(ToLongFunction<EndpointStats> figure) {
        return figure.applyAsLong(balancer.stats().endpoint("first"))
                + figure.applyAsLong(balancer.stats().endpoint("second"));
    }

    void stopServers() {
        backends.forEach(Backend::close);
    }

    @Override
    public void close() {
        proxy.close();
        balancer.close();
        stopServers();
        threads.shutdownNow();
    }
}
