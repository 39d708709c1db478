package dev.scalekit.examples.demo;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A page on which a web server tells something of itself, and can be told something. Thread-safe.
 *
 * @param type what it tells, as JSON
 */
record Console<S>(URI address, Class<S> type) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int TIMEOUT_MILLIS = 5_000;

    /** Returns what it tells; empty if it does not answer well. */
    Optional<S> get() {
        return request("GET", "");
    }

    /** Tells it something, and returns what it says then; empty if it does not answer well: it may have done it or not. */
    Optional<S> put(String json) {
        return request("PUT", json);
    }

    private Optional<S> request(String method, String body) {
        try {
            HttpURLConnection http = (HttpURLConnection) address.toURL().openConnection();
            try {
                return Optional.of(JSON.readValue(answer(http, method, body), type));
            } finally {
                http.disconnect();
            }
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    private static byte[] answer(HttpURLConnection http, String method, String body) throws IOException {
        http.setConnectTimeout(TIMEOUT_MILLIS);
        http.setReadTimeout(TIMEOUT_MILLIS);
        http.setRequestMethod(method);
        if (!body.isEmpty()) {
            http.setDoOutput(true);
            http.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        // Read to its end, or the JDK may take the connection back for later after it was disconnected.
        return http.getInputStream().readAllBytes();
    }
}
