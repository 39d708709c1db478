package dev.scalekit.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** One request and its answer, both JSON. Used by one thread. */
final class Exchange implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_BYTES = 4_096;
    private static final Pattern SESSION = Pattern.compile("(?:^|; ?)session=([^;]*)");
    private static final Pattern KEY = Pattern.compile("[0-9]{1,18}");
    private static final Pattern PATH = Pattern.compile("(/[a-z]+)(?:/([0-9]{1,9}))?");

    private final HttpExchange http;
    private final Matcher path;

    Exchange(HttpExchange http) {
        this.http = http;
        this.path = PATH.matcher(http.getRequestURI().getPath());
    }

    /** Returns method and first part of the path: {@code GET /product}. */
    String route() {
        return http.getRequestMethod() + " " + (path.matches() ? path.group(1) : "?");
    }

    /** Returns the number that ends the path. */
    int number() {
        if (!path.matches() || path.group(2) == null) {
            throw new IllegalArgumentException("the path ends with a number");
        }
        return Integer.parseInt(path.group(2));
    }

    <T> T body(Class<T> type) throws IOException {
        byte[] bytes = http.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("a request has at most " + MOST_BYTES + " bytes");
        }
        return JSON.readValue(bytes, type);
    }

    /** Returns what the client calls this request, so that it is known when it is sent again; empty if it does not say. */
    Optional<String> idempotencyKey() {
        return Optional.ofNullable(http.getRequestHeaders().getFirst("Idempotency-Key"))
                .filter(key -> KEY.matcher(key).matches());
    }

    /** Returns what the client gives out as the token of its session, whatever that is. */
    Optional<String> session() {
        return http.getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
                .map(SESSION::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    void setSession(String token) {
        http.getResponseHeaders().set("Set-Cookie", "session=" + token + "; HttpOnly; SameSite=Strict; Path=/");
    }

    void answer(int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        http.getResponseHeaders().set("Content-Type", "application/json");
        http.sendResponseHeaders(status, bytes.length);
        http.getResponseBody().write(bytes);
    }

    /** Without it a connection is not used again. */
    @Override
    public void close() {
        http.close();
    }
}
