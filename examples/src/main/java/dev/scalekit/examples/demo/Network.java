package dev.scalekit.examples.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How the customers' requests get to the shop; each one is counted. Thread-safe.
 *
 * <p>As a browser does, the JDK's client sends a GET again, unseen, whose kept connection was closed without an answer; it is
 * counted once, by how it ends, and its number says that it is the same. Nothing else is sent again but by the customer.
 */
final class Network implements AutoCloseable {
    /** Says who it is, as a cookie would that is kept for years. */
    static final String VISITOR = "X-Visitor";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int THREADS = 4;
    private static final String KEY = "Idempotency-Key";

    /**
     * Who asks.
     *
     * @param cookies all that the shop has set, as they are sent; empty if there is none
     */
    record Caller(int customer, String cookies) {}

    private final ExecutorService threads;
    private final HttpClient client;
    private final Requests requests;
    private final Requests pages = new Requests();
    private final Ticker ticker;
    private volatile URI shop;

    Network(URI shop, Requests requests, Ticker ticker) {
        this.shop = shop;
        this.requests = requests;
        this.ticker = ticker;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(
                THREADS, task -> new Thread(task, "scalekit-demo-network-" + number.incrementAndGet()));
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .executor(threads)
                .build();
    }

    /** Returns those of the requests that are for pages of products. */
    Requests pages() {
        return pages;
    }

    void goTo(URI address) {
        shop = address;
    }

    /**
     * Sends a request with a body, wanted now, and waits for the answer.
     *
     * @param key what it is told by when it is sent again; empty for one that is not recognised
     * @return empty if there was no answer within {@code 5 s}
     */
    Optional<HttpResponse<Void>> send(String method, String path, String json, Caller caller, Optional<String> key)
            throws InterruptedException {
        HttpRequest.Builder request = request(path, caller).method(method, HttpRequest.BodyPublishers.ofString(json));
        key.ifPresent(value -> request.header(KEY, value));
        return send(request.build(), ticker.nanos(), List.of(requests));
    }

    /**
     * Asks for a page that is no page view, wanted now, and waits for the answer.
     *
     * @return empty if there was no answer within {@code 5 s}
     */
    Optional<HttpResponse<Void>> look(String path, Caller caller) throws InterruptedException {
        return send(request(path, caller).build(), ticker.nanos(), List.of(requests));
    }

    /**
     * Asks for a page and waits for the answer.
     *
     * @param number of the page view, sent as an idempotency key
     * @param wanted since when the customer has waited for it
     * @return empty if there was no answer within {@code 5 s}
     */
    Optional<HttpResponse<Void>> look(String path, long number, Caller caller, long wanted)
            throws InterruptedException {
        return send(request(path, caller).header(KEY, Long.toString(number)).build(), wanted, List.of(requests, pages));
    }

    private HttpRequest.Builder request(String path, Caller caller) {
        HttpRequest.Builder request = HttpRequest.newBuilder(shop.resolve(path))
                .timeout(TIMEOUT)
                .header(VISITOR, Integer.toString(caller.customer()));
        if (!caller.cookies().isEmpty()) {
            request.header("Cookie", caller.cookies());
        }
        return request;
    }

    private Optional<HttpResponse<Void>> send(HttpRequest request, long wanted, List<Requests> counted)
            throws InterruptedException {
        long sent = ticker.nanos();
        try {
            HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            int status = answer.statusCode();
            // To be told to log in, or that the cart is empty, is an answer; that a page is not there is none.
            if (status == 200 || status == 401 || status == 409) {
                long now = ticker.nanos();
                counted.forEach(each -> each.answered(status == 200, wanted, sent, now));
            } else {
                counted.forEach(each -> each.failed(isIdempotent(request)));
            }
            return Optional.of(answer);
        } catch (IOException e) {
            counted.forEach(each -> each.failed(isIdempotent(request)));
            return Optional.empty();
        }
    }

    private static boolean isIdempotent(HttpRequest request) {
        return !request.method().equals("POST")
                || request.headers().firstValue(KEY).isPresent();
    }

    /** The JDK's client has no end of its own before JDK 21: its one thread ends when nobody refers to it any more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
