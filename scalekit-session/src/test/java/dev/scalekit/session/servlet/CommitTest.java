package dev.scalekit.session.servlet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.session.Key;
import dev.scalekit.session.Session;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.HttpSession;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever commits the response: by then the session is stored, and the cookie is in it. */
final class CommitTest extends Served {
    private static final byte[] PIECE = "0123456789".repeat(10).getBytes(StandardCharsets.US_ASCII);

    /** Ways to commit a response that has been reported to be as it should. */
    private static final Map<String, Page> COMMITS = commits();

    private static Map<String, Page> commits() {
        Map<String, Page> ways = new LinkedHashMap<>();
        ways.put("/flush", (request, response) -> response.flushBuffer());
        ways.put(
                "/stream-flush",
                (request, response) -> response.getOutputStream().flush());
        ways.put("/writer-flush", (request, response) -> response.getWriter().flush());
        ways.put("/check-error", (request, response) -> response.getWriter().checkError());
        ways.put(
                "/stream-close",
                (request, response) -> response.getOutputStream().close());
        ways.put("/writer-close", (request, response) -> response.getWriter().close());
        ways.put("/error", (request, response) -> response.sendError(418, "planted"));
        ways.put("/redirect", (request, response) -> response.sendRedirect("/elsewhere"));
        ways.put(
                "/one-big-write",
                (request, response) -> response.getOutputStream().write(new byte[200_000]));
        ways.put(
                "/middle-write",
                (request, response) -> response.getOutputStream().write(new byte[9_000]));
        ways.put("/many-writes", CommitTest::writeMuch);
        ways.put("/single-bytes", (request, response) -> {
            for (int i = 0; i < 40_000; i++) {
                response.getOutputStream().write('x');
            }
        });
        ways.put("/prints", (request, response) -> {
            PrintWriter writer = response.getWriter();
            for (int i = 0; i < 3_000; i++) {
                writer.append('x').format("%d", i).println("some text");
                writer.println();
                writer.write(new char[] {'a', 'b'});
                writer.print(1.5);
            }
        });
        ways.put("/announced", (request, response) -> {
            response.setContentLength(PIECE.length);
            response.getOutputStream().write(PIECE);
        });
        ways.put("/announced-long", (request, response) -> {
            response.setContentLengthLong(PIECE.length);
            response.getOutputStream().write(PIECE, 0, PIECE.length);
        });
        ways.put("/announced-header", (request, response) -> {
            response.setHeader("content-length", String.valueOf(PIECE.length));
            response.getOutputStream().write(PIECE);
        });
        ways.put("/announced-number", (request, response) -> {
            response.setIntHeader("Content-Length", 3);
            response.getWriter().write("abc");
        });
        ways.put("/wrapped", (request, response) -> writeMuch(request, new HttpServletResponseWrapper(response)));
        ways.put("/reset", (request, response) -> {
            response.getOutputStream().write(new byte[5_000]);
            response.reset();
            response.getWriter().flush();
        });
        ways.put("/new-redirect", (request, response) -> ((SessionResponse) response).sendRedirect("/there", 303));
        return ways;
    }

    private static void writeMuch(HttpServletRequest request, HttpServletResponse response) throws Exception {
        for (int i = 0; i < 1_000; i++) {
            response.getOutputStream().write(PIECE);
        }
    }

    @Test
    void a_page_that_writes_and_changes_in_turn_is_saved_early_before_it_leaves_and_at_the_end() throws Exception {
        serve((request, response) -> {
            for (int i = 0; i < 1_000; i++) {
                request.getSession().setAttribute("row", i);
                response.getOutputStream().write(PIECE);
            }
        });
        browser.get(server().uri("/"));
        var then = store.stats();

        browser.get(server().uri("/"));

        assertThat(statements(then, store.stats())).isEqualTo("found 1, not found 0, saved 3, touched 0");
        assertThat(store.find(browser.token()).orElseThrow().get(Key.of("row", Object.class)))
                .isEqualTo(999);
    }

    @Test
    void what_is_changed_late_is_stored_before_the_last_byte_that_was_announced() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        serve((request, response) -> {
            request.getSession();
            response.setContentLength(100 * PIECE.length + 1);
            for (int i = 0; i < 100; i++) {
                response.getOutputStream().write(PIECE);
            }
            assertThat(response.isCommitted()).isFalse();
            request.getSession().setAttribute("way", "late");
            response.getOutputStream().write(1);
            // The client may have its answer already.
            seen.complete(store.find(SessionFilter.session(request).token())
                    .map(it -> it.names().toString())
                    .orElse("nothing"));
        });

        browser.get(server().uri("/"));

        assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("[way]");
    }

    @Test
    void what_is_changed_late_is_stored_before_the_buffer_overflows() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        serve((request, response) -> {
            request.getSession();
            for (int i = 0; i < 100; i++) {
                response.getOutputStream().write(PIECE);
            }
            assertThat(response.isCommitted()).isFalse();
            request.getSession().setAttribute("way", "late");
            while (!response.isCommitted()) {
                response.getOutputStream().write(PIECE);
            }
            // The client may have its answer already.
            seen.complete(store.find(SessionFilter.session(request).token())
                    .map(it -> it.names().toString())
                    .orElse("nothing"));
        });

        browser.get(server().uri("/"));

        assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("[way]");
    }

    @Test
    void a_session_that_is_created_late_is_told_before_the_response_is_committed() throws Exception {
        serve((request, response) -> {
            // More than an eighth of the buffer, and less than all of it.
            for (int written = 0; written < response.getBufferSize() / 4; written += PIECE.length) {
                response.getOutputStream().write(PIECE);
            }
            assertThat(response.isCommitted()).isFalse();
            request.getSession();
            while (!response.isCommitted()) {
                response.getOutputStream().write(PIECE);
            }
        });

        HttpResponse<String> response = browser.get(server().uri("/"));

        assertThat(Client.setCookies(response)).hasSize(1);
        assertThat(store.find(browser.token())).isPresent();
    }

    @Test
    void what_was_put_before_is_stored_when_the_first_byte_leaves() throws Exception {
        Map<String, String> stored = new LinkedHashMap<>();
        serve((request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("way", request.getPathInfo());
            requireNonNull(COMMITS.get(request.getPathInfo())).answer(request, response);
            Optional<Session> found = store.find(SessionFilter.session(request).token());
            stored.put(
                    request.getPathInfo(),
                    response.isCommitted() + " "
                            + found.map(it -> it.names().toString()).orElse("nothing"));
        });

        for (String way : COMMITS.keySet()) {
            Client fresh = browser.another();
            HttpResponse<String> response = fresh.get(server().uri(way));

            assertThat(Client.setCookies(response)).as(way).hasSize(1);
            // Jetty's error pages forbid still more.
            assertThat(response.headers().firstValue("Cache-Control").orElse(""))
                    .as(way)
                    .endsWith("no-store");
            assertThat(store.find(fresh.token())).as(way).isPresent();
        }
        assertThat(stored)
                .hasSameSizeAs(COMMITS)
                .allSatisfy((way, seen) -> assertThat(seen).as(way).isEqualTo("true [way]"));
    }

    @Test
    void what_is_put_after_the_first_byte_left_is_stored_at_the_end() throws Exception {
        serve((request, response) -> {
            HttpSession session = request.getSession();
            response.flushBuffer();
            session.setAttribute("late", "yes");
        });

        get("/");

        assertThat(store.find(browser.token()).orElseThrow().names()).containsExactly("late");
    }

    @Test
    void a_session_can_be_created_as_long_as_nothing_has_left() throws Exception {
        serve((request, response) -> {
            response.getWriter().print("x".repeat(6_000));
            response.getWriter().print("x".repeat(6_000));
            assertThat(response.isCommitted()).isFalse();
            request.getSession().setAttribute("late", "yes");
        });

        get("/");

        assertThat(store.find(browser.token()).orElseThrow().names()).containsExactly("late");
    }

    @Test
    void afterwards_nothing_is_begun_that_the_client_could_not_be_told() throws Exception {
        serve((request, response) -> {
            boolean isKnown = request.getSession(false) != null;
            response.flushBuffer();
            if (isKnown) {
                assertThatThrownBy(request::changeSessionId)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("committed");
            } else if (request.getPathInfo().equals("/late")) {
                assertThatThrownBy(request::getSession)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("committed");
            }
            response.getWriter().print("done");
        });

        assertThat(get("/late")).isEqualTo("done");
        browser.cookie("__Host-id", newToken());
        assertThat(get("/")).isEqualTo("done");
    }

    private String newToken() {
        Session session = store.create();
        store.save(session);
        return session.token();
    }

    @Test
    void a_save_that_fails_before_anything_left_fails_the_request() throws Exception {
        serve((request, response) -> {
            request.getSession().setAttribute("cart", "book");
            store.close();
            response.getWriter().print("done");
        });

        HttpResponse<String> response = response("/");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("done");
        assertThat(Client.setCookies(response)).isEmpty();
    }
}
