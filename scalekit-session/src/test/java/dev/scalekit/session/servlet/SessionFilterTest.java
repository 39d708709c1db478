package dev.scalekit.session.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.session.InMemorySessionStore;
import dev.scalekit.session.Key;
import dev.scalekit.session.Session;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the filter costs, what it tells the client, and what it makes of hostile ones. */
final class SessionFilterTest extends Served {
    private static final Key<String> CART = Key.of("cart", String.class);

    @Test
    void a_request_that_asks_for_no_session_costs_nothing() throws Exception {
        serve((request, response) -> {
            if (request.getPathInfo().equals("/in")) {
                request.getSession();
            }
        });
        get("/in");
        var then = store.stats();

        HttpResponse<String> response = response("/picture");

        assertThat(store.stats()).isEqualTo(then);
        assertThat(response.headers().map()).doesNotContainKeys("set-cookie", "cache-control");
    }

    @Test
    void a_request_that_reads_costs_one_look_and_a_touch_only_after_the_interval() throws Exception {
        serve((request, response) -> request.getSession().getAttribute("cart"));
        get("/");
        var then = store.stats();

        HttpResponse<String> response = response("/");
        get("/");

        assertThat(statements(then, store.stats())).isEqualTo("found 2, not found 0, saved 0, touched 0");
        assertThat(response.headers().map()).doesNotContainKeys("set-cookie", "cache-control");

        // The touch interval goes by the time that passes since the session was last noted in use.
        advance(Duration.ofMinutes(2));
        get("/");

        assertThat(statements(then, store.stats())).isEqualTo("found 3, not found 0, saved 0, touched 1");
    }

    @Test
    void a_request_that_writes_is_saved_once() throws Exception {
        serve((request, response) -> {
            request.getSession().setAttribute("cart", "book");
            response.getWriter().print("x".repeat(100_000));
            response.flushBuffer();
        });
        get("/");
        var then = store.stats();

        get("/");

        assertThat(statements(then, store.stats())).isEqualTo("found 1, not found 0, saved 1, touched 0");
    }

    @Test
    void a_request_is_noted_once_however_often_it_could_have_been_committed() throws Exception {
        try (InMemorySessionStore eager = InMemorySessionStore.builder()
                .touchEvery(Duration.ZERO)
                .cleanupByCaller()
                .build()) {
            serve(new SessionFilter(eager), (request, response) -> {
                request.getSession();
                response.flushBuffer();
                response.getWriter().print("done");
                response.flushBuffer();
            });
            get("/");
            var then = eager.stats();

            get("/");

            assertThat(statements(then, eager.stats())).isEqualTo("found 1, not found 0, saved 0, touched 1");
        }
    }

    @Test
    void the_answer_that_gives_a_token_is_kept_by_no_cache() throws Exception {
        serve((request, response) -> {
            response.setHeader("Cache-Control", "public, max-age=3600");
            response.addCookie(new Cookie("theme", "dark"));
            response.addCookie(new Cookie("lang", "en"));
            request.getSession();
        });

        HttpResponse<String> first = response("/");
        HttpResponse<String> second = response("/");

        assertThat(first.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(Client.setCookies(first)).hasSize(3).anyMatch(it -> it.startsWith("theme=dark"));
        assertThat(second.headers().allValues("Cache-Control")).containsExactly("public, max-age=3600");
        assertThat(Client.setCookies(second)).hasSize(2);
    }

    @Test
    void a_login_replaces_the_token_and_the_user_stays() throws Exception {
        serve((request, response) -> {
            Session session = SessionFilter.session(request);
            if (request.getPathInfo().equals("/login")) {
                session.login("ada");
            } else {
                session.put(CART, "book");
            }
            response.getWriter().print(session.user() + " " + session.get(CART));
        });
        get("/");
        String old = browser.token();

        HttpResponse<String> login = response("/login");

        assertThat(login.body()).isEqualTo("ada book");
        assertThat(Client.setCookies(login)).hasSize(1);
        assertThat(store.find(old)).isEmpty();
        assertThat(get("/")).isEqualTo("ada book");
    }

    @Test
    void a_session_ended_by_the_store_api_is_a_logout() throws Exception {
        serve((request, response) -> {
            if (request.getPathInfo().equals("/out")) {
                SessionFilter.existingSession(request).ifPresent(Session::end);
                assertThat(SessionFilter.existingSession(request)).isEmpty();
            } else {
                request.getSession();
            }
        });
        get("/");

        HttpResponse<String> out = response("/out");

        assertThat(Client.setCookies(out))
                .containsExactly("__Host-id=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax");
        assertThat(out.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void a_session_that_another_request_ended_leaves_the_cookie_alone() throws Exception {
        serve((request, response) -> {
            HttpSession session = request.getSession();
            if (!session.isNew()) {
                SessionFilter.existingSession(request).map(Session::ref).ifPresent(store::end);
                session.setAttribute("cart", "book");
            }
        });
        get("/");

        HttpResponse<String> response = response("/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Client.setCookies(response)).isEmpty();
    }

    @Test
    void a_token_that_was_never_issued_is_nobody() throws Exception {
        serve((request, response) -> response.getWriter().print(request.getSession(false) == null));
        for (String token : new String[] {"x", "A".repeat(43), "A".repeat(10_000 / 2), "%00%0d%0a", "../../etc", "ä"}) {
            browser.cookie("__Host-id", token.replace('ä', 'a'));

            assertThat(get("/")).isEqualTo("true");
        }
    }

    @Test
    void a_planted_cookie_of_the_same_name_hides_no_session() throws Exception {
        serve((request, response) -> {
            HttpSession session = request.getSession();
            response.getWriter().print(session.isNew() + " " + request.isRequestedSessionIdValid());
        });
        get("/");
        String cookies = "__Host-id=" + "A".repeat(43) + "; __Host-id=bad; __Host-id=" + browser.token();

        HttpResponse<String> response = browser.another().get(server().uri("/"), "Cookie", cookies);

        assertThat(response.body()).isEqualTo("false true");
    }

    @Test
    void only_so_many_cookies_of_the_name_are_looked_up() throws Exception {
        serve((request, response) -> request.getSession(false));
        StringBuilder cookies = new StringBuilder();
        for (char at = 'a'; at < 'a' + 20; at++) {
            cookies.append("; __Host-id=").append(String.valueOf(at).repeat(42)).append('A');
        }

        browser.get(server().uri("/"), "Cookie", cookies.substring(2));

        assertThat(store.stats().notFound()).isEqualTo(8);
    }

    @Test
    void where_the_session_is_used_is_noted() throws Exception {
        serve((request, response) -> SessionFilter.session(request).login("ada"));

        get("/");

        assertThat(store.sessionsOf("ada").get(0).device().userAgent()).isEqualTo("Test/1.0");
        assertThat(store.sessionsOf("ada").get(0).device().address()).isEqualTo("127.0.0.1");
    }

    @Test
    void a_store_that_does_not_answer_fails_the_request_and_makes_nobody_of_the_user() throws Exception {
        Page page = (request, response) -> response.getWriter().print(request.getSession(false) == null);
        serve(page);
        browser.cookie("__Host-id", "A".repeat(43));
        store.close();

        assertThat(response("/").statusCode()).isEqualTo(500);
    }

    @Test
    void without_the_filter_the_mistake_is_named() throws Exception {
        serving(JettyServer.start(context -> context.addServlet(
                JettyServer.servlet((request, response) -> assertThatThrownBy(() -> SessionFilter.session(request))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("SessionFilter")),
                "/*")));

        get("/");
    }

    @Test
    void what_a_failed_request_did_before_is_stored() throws Exception {
        serve((request, response) -> {
            if (request.getPathInfo().equals("/fail")) {
                request.getSession().setAttribute("cart", "book");
                throw new IllegalStateException("planted");
            }
            response.getWriter().print(request.getSession().getAttribute("cart"));
        });
        get("/");

        assertThat(response("/fail").statusCode()).isEqualTo(500);
        assertThat(get("/")).isEqualTo("book");
    }

    @Test
    void an_answer_without_a_body_has_the_cookie_too() throws Exception {
        serve((request, response) -> {
            request.getSession();
            switch (request.getPathInfo()) {
                case "/redirect" -> response.sendRedirect("/");
                case "/error" -> response.sendError(404);
                case "/reset" -> {
                    response.flushBuffer();
                    request.getSession();
                }
                default -> response.setStatus(204);
            }
        });

        for (String path : new String[] {"/redirect", "/error", "/reset", "/empty"}) {
            Client fresh = browser.another();
            HttpResponse<String> response = fresh.get(server().uri(path));

            assertThat(Client.setCookies(response)).as(path).hasSize(1);
            assertThat(store.find(fresh.token())).as(path).isPresent();
        }
    }

    @Test
    void filters_of_two_stores_in_one_chain_are_a_mistake_that_is_named() throws Exception {
        try (InMemorySessionStore other =
                InMemorySessionStore.builder().name("others").cleanupByCaller().build()) {
            SessionFilter outer = new SessionFilter(store);
            serving(JettyServer.start(context -> {
                context.addServletContainerInitializer((types, servlets) -> {
                    outer.addTo(servlets);
                    servlets.addFilter("inner", new SessionFilter(other)).addMappingForUrlPatterns(null, true, "/*");
                });
                context.addServlet(JettyServer.servlet((request, response) -> request.getSession()), "/*");
            }));

            assertThat(response("/").statusCode()).isEqualTo(500);
            assertThat(other.stats().created()).isZero();
        }
    }

    @Test
    void two_filters_are_as_good_as_one() throws Exception {
        SessionFilter outer = new SessionFilter(store);
        SessionFilter inner = new SessionFilter(store);
        serving(JettyServer.start(context -> {
            context.addServletContainerInitializer((types, servlets) -> {
                outer.addTo(servlets);
                var second = servlets.addFilter("inner", inner);
                second.setAsyncSupported(true);
                second.addMappingForUrlPatterns(null, true, "/*");
                assertThatThrownBy(() -> inner.addTo(servlets)).isInstanceOf(IllegalStateException.class);
            });
            context.addServlet(
                    JettyServer.servlet((request, response) -> request.getSession()
                            .setAttribute("cart", Map.of("a", 1).toString())),
                    "/*");
        }));
        get("/");
        var then = store.stats();

        get("/");

        assertThat(statements(then, store.stats())).isEqualTo("found 1, not found 0, saved 1, touched 0");
    }
}
