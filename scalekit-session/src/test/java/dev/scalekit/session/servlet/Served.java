package dev.scalekit.session.servlet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.session.InMemorySessionStore;
import dev.scalekit.session.SessionStats;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What the tests of the filter have in common: a store in memory with a clock of their own, a real Jetty, a browser. */
abstract class Served {
    volatile Instant now = Instant.parse("2026-11-30T00:00:00Z");
    final InMemorySessionStore store =
            InMemorySessionStore.builder().clock(() -> now).cleanupByCaller().build();
    final Client browser = new Client();
    private @Nullable JettyServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        store.close();
    }

    void serve(Page page) {
        serve(new SessionFilter(store), page);
    }

    void serve(SessionFilterBuilder filter, Page page) {
        serve(filter.build(), page);
    }

    void serve(SessionFilter filter, Page page) {
        serving(JettyServer.start(filter, page));
    }

    void serving(JettyServer started) {
        server = started;
    }

    JettyServer server() {
        return requireNonNull(server, "server");
    }

    /** Asks for a page that answers without an error. */
    String get(String path) throws Exception {
        HttpResponse<String> response = response(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    HttpResponse<String> response(String path) throws Exception {
        return browser.get(server().uri(path));
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    /** Returns how often the store was asked or written to since then. */
    static String statements(SessionStats then, SessionStats now) {
        return "found " + (now.found() - then.found()) + ", not found " + (now.notFound() - then.notFound())
                + ", saved " + (now.saved() - then.saved()) + ", touched " + (now.touched() - then.touched());
    }
}
