package dev.scalekit.session.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.session.Session;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the servlet specification says of {@code HttpSession} and of the session of a request, over HTTP. */
final class HttpSessionContractTest extends Served {

    /** Serves pages that assert; a failed one is answered with 500 and its message. */
    private void serveChecked(Page page) {
        serve((request, response) -> {
            try {
                page.answer(request, response);
            } catch (AssertionError e) {
                response.sendError(500, e.getMessage());
            }
        });
    }

    @Test
    void a_session_is_created_when_it_is_asked_for_and_found_by_the_next_request() throws Exception {
        serve((request, response) -> {
            assertThat(request.getPathInfo().equals("/none") ? request.getSession(false) : null)
                    .isNull();
            if (request.getPathInfo().equals("/any")) {
                HttpSession session = request.getSession();
                assertThat(request.getSession(false)).isSameAs(session);
                assertThat(request.getSession()).isSameAs(session);
                response.getWriter().print(session.isNew() + " " + session.getId());
            }
        });

        get("/none");
        assertThat(browser.token()).isEmpty();
        String first = get("/any");
        String second = get("/any");

        assertThat(first).isEqualTo("true " + Session.fingerprint(browser.token()));
        assertThat(second).isEqualTo("false " + Session.fingerprint(browser.token()));
    }

    @Test
    void attributes_are_set_replaced_listed_and_removed() throws Exception {
        serveChecked((request, response) -> {
            HttpSession session = request.getSession();
            switch (request.getPathInfo()) {
                case "/set" -> {
                    session.setAttribute("name", "Ada");
                    session.setAttribute("city", "London");
                    session.setAttribute("gone", "soon");
                    session.setAttribute("gone", null);
                    assertThat(session.getAttribute("name")).isEqualTo("Ada");
                }
                case "/change" -> {
                    assertThat(session.getAttribute("name")).isEqualTo("Ada");
                    assertThat(names(session)).containsExactly("city", "name");
                    session.setAttribute("name", "Grace");
                    session.removeAttribute("city");
                    session.removeAttribute("never there");
                }
                default -> {
                    assertThat(names(session)).containsExactly("name");
                    assertThat(session.getAttribute("name")).isEqualTo("Grace");
                    assertThat(session.getAttribute("city")).isNull();
                }
            }
        });

        get("/set");
        get("/change");
        get("/look");
    }

    private static List<String> names(HttpSession session) {
        return Collections.list(session.getAttributeNames());
    }

    @Test
    void a_counter_is_an_attribute_with_a_number() throws Exception {
        serveChecked((request, response) -> {
            SessionFilter.session(request).increment("visits", 1);
            response.getWriter().print(request.getSession().getAttribute("visits"));
        });

        get("/");

        assertThat(get("/")).isEqualTo("2");
    }

    @Test
    void a_value_that_is_too_big_is_refused_at_once() throws Exception {
        serveChecked((request, response) -> {
            HttpSession session = request.getSession();
            assertThatThrownBy(() -> session.setAttribute("text", "x".repeat(100_000)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"text\"");
            assertThat(session.getAttribute("text")).isNull();
        });

        get("/");
    }

    private enum Colour {
        RED
    }

    @Test
    void a_type_that_is_not_allowed_is_refused_at_once_and_the_usual_ones_come_back() throws Exception {
        List<Object> values =
                List.of("text", 1, 2L, true, 1.5, List.of("a", 1), Map.of("k", Instant.EPOCH), UUID.randomUUID());
        serveChecked((request, response) -> {
            HttpSession session = request.getSession();
            if (!session.isNew()) {
                assertThat(session.getAttribute("values")).isEqualTo(values);
                return;
            }
            session.setAttribute("values", values);
            for (Object bad : List.of(new Thread(), Colour.RED, new Object())) {
                assertThatThrownBy(() -> session.setAttribute("values", bad))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(bad.getClass().getName());
            }
            assertThat(session.getAttribute("values")).isEqualTo(values);
        });

        get("/");
        get("/");
    }

    @Test
    void times_are_those_of_the_session_and_of_the_request_before() throws Exception {
        serve((request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("page", request.getPathInfo());
            response.flushBuffer();
            response.getWriter().print(session.getCreationTime() + " " + session.getLastAccessedTime());
        });
        long start = now.toEpochMilli();

        String first = get("/1");
        advance(Duration.ofMinutes(5));
        String second = get("/2");
        advance(Duration.ofMinutes(5));
        String third = get("/3");

        assertThat(first).isEqualTo(start + " " + start);
        assertThat(second).isEqualTo(start + " " + start);
        assertThat(third).isEqualTo(start + " " + (start + 300_000));
    }

    @Test
    void a_session_times_out_after_its_interval() throws Exception {
        serve((request, response) -> {
            HttpSession session = request.getSession();
            if (session.isNew()) {
                session.setMaxInactiveInterval(120);
            }
            response.getWriter().print(session.isNew() + " " + session.getMaxInactiveInterval());
        });

        get("/");
        advance(Duration.ofSeconds(119));
        String before = get("/");
        advance(Duration.ofSeconds(121));
        String after = get("/");

        assertThat(before).isEqualTo("false 120");
        assertThat(after).isEqualTo("true 120");
    }

    @Test
    void an_interval_of_zero_or_less_lasts_as_long_as_the_absolute_timeout() throws Exception {
        serve((request, response) -> {
            HttpSession session = request.getSession();
            if (session.isNew()) {
                session.setMaxInactiveInterval(-1);
            }
            response.getWriter().print(session.isNew() + " " + session.getMaxInactiveInterval());
        });

        get("/");
        advance(Duration.ofHours(11));
        String before = get("/");
        advance(Duration.ofHours(2));
        String after = get("/");

        assertThat(before).isEqualTo("false -1");
        assertThat(after).isEqualTo("true -1");
    }

    @Test
    void an_interval_that_stays_the_same_is_no_write() throws Exception {
        serve((request, response) -> request.getSession().setMaxInactiveInterval(600));
        get("/");
        var then = store.stats();

        get("/");

        assertThat(statements(then, store.stats())).isEqualTo("found 1, not found 0, saved 0, touched 0");
    }

    @Test
    void the_id_changes_and_the_session_stays() throws Exception {
        serveChecked((request, response) -> {
            HttpSession session = request.getSession();
            if (session.isNew()) {
                session.setAttribute("cart", "book");
                return;
            }
            String before = session.getId();
            String after = request.changeSessionId();
            assertThat(after).isNotEqualTo(before).isEqualTo(session.getId());
            assertThat(request.getSession()).isSameAs(session);
            assertThat(request.getRequestedSessionId()).isEqualTo(before);
            response.getWriter().print(after + " " + session.getAttribute("cart"));
        });
        get("/");
        String old = browser.token();

        String changed = get("/");

        assertThat(browser.token()).isNotEqualTo(old);
        assertThat(changed).isEqualTo(Session.fingerprint(browser.token()) + " book");
        assertThat(store.find(old)).isEmpty();
    }

    @Test
    void the_id_of_no_session_cannot_change() throws Exception {
        serveChecked((request, response) -> assertThatThrownBy(request::changeSessionId)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no session"));

        get("/");
    }

    @Test
    void after_invalidation_everything_is_refused() throws Exception {
        List<Throwable> refused = Collections.synchronizedList(new ArrayList<>());
        serveChecked((request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("cart", "book");
            if (request.getPathInfo().equals("/out")) {
                session.invalidate();
                for (Runnable call : List.<Runnable>of(
                        session::getCreationTime,
                        session::getLastAccessedTime,
                        session::getAttributeNames,
                        () -> session.getAttribute("cart"),
                        () -> session.setAttribute("cart", "pen"),
                        () -> session.removeAttribute("cart"),
                        session::invalidate,
                        session::isNew)) {
                    try {
                        call.run();
                    } catch (IllegalStateException e) {
                        refused.add(e);
                    }
                }
                assertThat(request.getSession(false)).isNull();
            }
        });
        get("/");
        String token = browser.token();

        get("/out");

        assertThat(refused).hasSize(8);
        assertThat(store.find(token)).isEmpty();
        assertThat(browser.token()).isEmpty();
    }

    @Test
    void after_invalidation_another_session_can_begin() throws Exception {
        serveChecked((request, response) -> {
            HttpSession before = request.getSession();
            if (!before.isNew()) {
                before.invalidate();
                HttpSession after = request.getSession();
                assertThat(after.isNew()).isTrue();
                assertThat(after).isNotSameAs(before);
                after.setAttribute("name", "Ada");
            }
        });
        get("/");
        String old = browser.token();

        get("/");

        assertThat(browser.token()).isNotEmpty().isNotEqualTo(old);
        assertThat(store.find(old)).isEmpty();
        assertThat(store.find(browser.token()).orElseThrow().names()).containsExactly("name");
    }

    @Test
    void a_request_knows_which_session_it_asked_for() throws Exception {
        serve((request, response) -> {
            String asked = asked(request);
            if (request.getPathInfo().equals("/create")) {
                request.getSession();
            }
            response.getWriter().print(asked);
        });

        String none = get("/create");
        String known = get("/");
        store.find(browser.token()).orElseThrow().end();
        String dead = get("/");
        String id = Session.fingerprint(browser.token());

        assertThat(none).isEqualTo("null false false false");
        assertThat(known).isEqualTo(id + " true true false");
        assertThat(dead).isEqualTo(id + " false true false");
    }

    private static String asked(HttpServletRequest request) {
        return request.getRequestedSessionId() + " " + request.isRequestedSessionIdValid() + " "
                + request.isRequestedSessionIdFromCookie() + " " + request.isRequestedSessionIdFromURL();
    }

    @Test
    void urls_are_not_rewritten() throws Exception {
        serve((request, response) -> {
            request.getSession();
            response.getWriter().print(response.encodeURL("/a") + " " + response.encodeRedirectURL("/b"));
        });

        assertThat(get("/")).isEqualTo("/a /b");
    }

    @Test
    void the_context_is_that_of_the_application() throws Exception {
        serveChecked((request, response) ->
                assertThat(request.getSession().getServletContext()).isSameAs(request.getServletContext()));

        get("/");
    }
}
