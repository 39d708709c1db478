package dev.scalekit.examples.proxy;

import com.sun.net.httpserver.HttpExchange;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;

/** What a client asks, and how it is asked of a server. Used by one thread. */
final class Request {
    /** RFC 9110, section 9.2.2. TRACE is not passed on. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    /** What this proxy says itself. Clients can claim anything, and here they come straight from the network. */
    private static final Set<String> OWN = Set.of(
            "host",
            "content-length",
            "expect",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto");

    private final HttpExchange http;
    private final RequestBody body;
    private final Executor network;

    /** @param network where is waited for what the client sends */
    Request(HttpExchange http, Executor network) {
        this.http = http;
        this.network = network;
        this.body = new RequestBody(http.getRequestBody());
    }

    /** Returns whether it is of a kind that is passed on: not for a tunnel, nor for the proxy itself. */
    boolean isForServers() {
        String path = http.getRequestURI().getRawPath();
        return !Set.of("CONNECT", "TRACE").contains(http.getRequestMethod()) && path != null && path.startsWith("/");
    }

    boolean isHead() {
        return http.getRequestMethod().equals("HEAD");
    }

    /** Returns whether the client has left before it has sent it all. */
    boolean isBroken() {
        return body.isBroken();
    }

    /** Returns whether another server may be asked after one has not answered. */
    boolean maySendAgain(Exception failure) {
        boolean unreached = failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
        return body.isWhole() && (unreached || isIdempotent());
    }

    private boolean isIdempotent() {
        return IDEMPOTENT.contains(http.getRequestMethod())
                || http.getRequestHeaders().containsKey("Idempotency-Key");
    }

    /**
     * Returns it as it is sent to a server.
     *
     * @throws IllegalArgumentException if it is not such as HTTP allows
     */
    HttpRequest to(URI server, Duration timeout) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(place(server)).timeout(timeout).method(http.getRequestMethod(), publisher());
        EndToEnd.of(http.getRequestHeaders())
                .without(OWN)
                .all()
                .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        InetSocketAddress client = http.getRemoteAddress();
        String address = client.getAddress().getHostAddress();
        String host = String.valueOf(http.getRequestHeaders().getFirst("Host")).replaceAll("[\"\\\\]", "");
        return request.header("Via", "1.1 scalekit-demo")
                .header("Forwarded", "for=" + address + ";host=\"" + host + "\";proto=http")
                .header("X-Forwarded-For", address)
                .header("X-Forwarded-Host", host)
                .header("X-Forwarded-Proto", "http")
                .build();
    }

    /** Only path and query are the client's: {@code //elsewhere/} and {@code http://elsewhere/} go to the server too. */
    private URI place(URI server) {
        String query = http.getRequestURI().getRawQuery();
        return URI.create(server.getScheme() + "://" + server.getRawAuthority()
                + http.getRequestURI().getRawPath() + (query == null ? "" : "?" + query));
    }

    private BodyPublisher publisher() {
        String length = http.getRequestHeaders().getFirst("Content-Length");
        if (http.getRequestHeaders().containsKey("Transfer-Encoding")) {
            return new BodyStream(body, BodyStream.UNKNOWN, network);
        }
        return length == null || Long.parseLong(length) == 0
                ? BodyPublishers.noBody()
                : new BodyStream(body, Long.parseLong(length), network);
    }
}
