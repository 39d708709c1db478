package dev.scalekit.session.servlet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/** A browser that keeps cookies, and sends them over plain HTTP too. Thread-safe. */
final class Client {
    private final HttpClient http;
    private final Map<String, String> cookies = new ConcurrentSkipListMap<>();

    Client() {
        this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    private Client(HttpClient http) {
        this.http = http;
    }

    /** Returns another browser, which has no cookies yet. */
    Client another() {
        return new Client(http);
    }

    /** Returns another browser with the same cookies. */
    Client copy() {
        Client copy = another();
        copy.cookies.putAll(cookies);
        return copy;
    }

    HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request(uri).build(), BodyHandlers.ofString());
        keep(response);
        return response;
    }

    HttpResponse<String> get(URI uri, String header, String value) throws IOException, InterruptedException {
        return http.send(request(uri).header(header, value).build(), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> begin(URI uri) {
        return http.sendAsync(request(uri).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", "Test/1.0");
        if (!cookies.isEmpty()) {
            request.header("Cookie", String.join("; ", pairs()));
        }
        return request;
    }

    private List<String> pairs() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .toList();
    }

    private void keep(HttpResponse<?> response) {
        for (String cookie : setCookies(response)) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            if (pair[1].isEmpty()) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
    }

    static List<String> setCookies(HttpResponse<?> response) {
        return response.headers().allValues("Set-Cookie");
    }

    /** Returns the token that the browser has, or the empty text. */
    String token() {
        return cookies.getOrDefault("__Host-id", "");
    }

    Client cookie(String name, String value) {
        cookies.put(name, value);
        return this;
    }
}
