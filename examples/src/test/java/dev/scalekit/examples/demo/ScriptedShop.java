package dev.scalekit.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A shop that answers as a test tells it to: 200 where it was told nothing. Thread-safe. */
final class ScriptedShop implements AutoCloseable {
    /** In place of a status: the connection is cut without an answer. */
    static final int CUT = 0;

    private final HttpServer server;
    private final Map<String, Deque<Integer>> script = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private int logins;

    ScriptedShop() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Sets what the next requests for a route are answered, such as {@code "POST /orders"}. */
    synchronized void answers(String route, Integer... statuses) {
        script.computeIfAbsent(route, any -> new ArrayDeque<>()).addAll(List.of(statuses));
    }

    /** Returns all requests so far, with their bodies and sessions. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private synchronized void answer(HttpExchange http) throws IOException {
        String route = http.getRequestMethod() + " " + http.getRequestURI();
        String body = new String(http.getRequestBody().readAllBytes(), UTF_8);
        String cookie = http.getRequestHeaders().getFirst("Cookie");
        requests.add(route + (body.isEmpty() ? "" : " " + body) + (cookie == null ? "" : " " + cookie));
        Integer status = script.getOrDefault(route, new ArrayDeque<>()).poll();
        if (status != null && status == CUT) {
            http.close();
            return;
        }
        if (route.equals("POST /login")) {
            http.getResponseHeaders().set("Set-Cookie", "session=" + ++logins + "; HttpOnly");
        }
        http.sendResponseHeaders(status == null ? 200 : status, -1);
        http.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
