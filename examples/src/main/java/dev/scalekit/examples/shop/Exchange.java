package dev.scalekit.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** One request and its answer, both JSON. Used by one thread. */
final class Exchange implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_BYTES = 4_096;
    private static final Pattern COOKIE = Pattern.compile("(?:^|; ?)([a-z]+)=([^;]*)");
    private static final Pattern KEY = Pattern.compile("[0-9]{1,18}");
    private static final Pattern PATH = Pattern.compile("(/[a-z]+)(?:/([0-9]{1,9}))?");

    private final HttpExchange http;
    private final Matcher path;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private int status;
    private Object body = "";

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
        return cookie("session");
    }

    void setSession(String token) {
        setCookie("session", token);
    }

    /** Returns a cookie that the client has sent, whatever is in it. */
    Optional<String> cookie(String name) {
        return http.getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
                .map(COOKIE::matcher)
                .flatMap(Matcher::results)
                .filter(found -> found.group(1).equals(name))
                .map(found -> found.group(2))
                .findFirst();
    }

    void setCookie(String name, String value) {
        cookies.put(name, value);
    }

    /** Says what {@link #send} sends; another answer after that takes the place of the first. */
    void answer(int newStatus, Object newBody) {
        status = newStatus;
        body = newBody;
    }

    /** Sends the answer: only now, so that it says nothing that did not come about after all. */
    void send() throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        http.getResponseHeaders().set("Content-Type", "application/json");
        if (status < 500) {
            cookies.forEach((name, value) -> http.getResponseHeaders()
                    .add("Set-Cookie", name + "=" + value + "; HttpOnly; SameSite=Strict; Path=/"));
        }
        http.getResponseHeaders()
                .set("X-Web-Server", Integer.toString(http.getLocalAddress().getPort()));
        http.sendResponseHeaders(status, bytes.length);
        http.getResponseBody().write(bytes);
    }

    /** Without it a connection is not used again. */
    @Override
    public void close() {
        http.close();
    }
}
