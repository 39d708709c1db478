package dev.scalekit.session.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.session.Key;
import dev.scalekit.session.Session;
import dev.scalekit.testkit.Await;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.junit.jupiter.api.Test;

/** Forwards, includes, error pages and asynchronous requests: one session each, saved before anything leaves. */
final class DispatchTest extends Served {

    private void servePages(Map<String, Page> pages) {
        serving(JettyServer.start(context -> {
            SessionFilter filter = new SessionFilter(store);
            context.addServletContainerInitializer((types, servlets) -> filter.addTo(servlets));
            pages.forEach((path, page) -> context.addServlet(JettyServer.servlet(page), path));
            ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
            errors.addErrorPage(500, "/error");
            errors.addErrorPage(404, "/error");
            context.setErrorHandler(errors);
        }));
    }

    private static void put(HttpServletRequest request, String value) {
        request.getSession().setAttribute(value, request.getDispatcherType().name());
    }

    @Test
    void a_forward_and_an_include_have_the_session_of_the_request() throws Exception {
        servePages(Map.of(
                "/forward",
                        (request, response) -> {
                            put(request, "first");
                            request.getRequestDispatcher("/target").forward(request, response);
                        },
                "/include",
                        (request, response) -> {
                            put(request, "first");
                            request.getRequestDispatcher("/target").include(request, response);
                        },
                "/target",
                        (request, response) -> {
                            put(request, "second");
                            response.getWriter().print(request.getSession().getAttribute("first"));
                            response.flushBuffer();
                        }));

        for (String path : new String[] {"/forward", "/include"}) {
            Client fresh = browser.another();
            var then = store.stats();
            HttpResponse<String> response = fresh.get(server().uri(path));

            assertThat(response.body()).isEqualTo("REQUEST");
            assertThat(Client.setCookies(response)).hasSize(1);
            assertThat(store.find(fresh.token()).orElseThrow().names()).containsExactly("first", "second");
            assertThat(store.stats().saved() - then.saved()).isEqualTo(1);
        }
    }

    @Test
    void an_error_page_has_the_session_of_the_request_that_failed() throws Exception {
        servePages(Map.of(
                "/fail",
                        (request, response) -> {
                            put(request, "first");
                            throw new IllegalStateException("planted");
                        },
                "/missing",
                        (request, response) -> {
                            put(request, "first");
                            response.sendError(404);
                        },
                "/late", (request, response) -> response.sendError(404),
                "/error",
                        (request, response) -> {
                            put(request, "second");
                            response.getWriter().print(request.getSession().getAttribute("second"));
                        }));

        for (String path : new String[] {"/fail", "/missing", "/late"}) {
            Client fresh = browser.another();
            HttpResponse<String> response = fresh.get(server().uri(path));

            assertThat(response.body()).as(path).isEqualTo("ERROR");
            assertThat(Client.setCookies(response)).as(path).hasSize(1);
            assertThat(store.find(fresh.token()).orElseThrow().names()).as(path).contains("second");
        }
    }

    @Test
    void an_asynchronous_request_is_saved_before_it_is_complete() throws Exception {
        servePages(Map.of("/", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                Session session = SessionFilter.session((HttpServletRequest) async.getRequest());
                session.increment("visits", 1);
                write(async, "visits " + session.counter("visits"));
                async.complete();
            });
        }));

        HttpResponse<String> first = response("/");
        HttpResponse<String> second = response("/");

        assertThat(first.body()).isEqualTo("visits 1");
        assertThat(Client.setCookies(first)).hasSize(1);
        assertThat(second.body()).isEqualTo("visits 2");
        assertThat(Client.setCookies(second)).isEmpty();
    }

    @Test
    void an_asynchronous_request_whose_save_fails_is_an_error_at_once() throws Exception {
        servePages(Map.of(
                "/begin",
                (request, response) -> {
                    AsyncContext async = request.startAsync();
                    async.setTimeout(0);
                    put(request, "first");
                    async.start(() -> {
                        write(async, "done");
                        store.close();
                        async.complete();
                    });
                },
                "/error",
                (request, response) -> response.getWriter().print("failed")));

        HttpResponse<String> response = response("/begin");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("failed");
        assertThat(Client.setCookies(response)).isEmpty();
    }

    private static void write(AsyncContext async, String text) {
        try {
            ((HttpServletResponse) async.getResponse()).getWriter().print(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void an_asynchronous_request_can_be_dispatched_to_a_page() throws Exception {
        servePages(Map.of(
                "/begin",
                        (request, response) -> {
                            AsyncContext async = request.startAsync();
                            put(request, "first");
                            async.start(() -> async.dispatch("/target"));
                        },
                "/again",
                        (request, response) -> {
                            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                                AsyncContext async = request.startAsync(request, response);
                                async.start(async::dispatch);
                                assertThat(request.getAsyncContext().hasOriginalRequestAndResponse())
                                        .isTrue();
                            }
                            put(request, "second");
                        },
                "/target", (request, response) -> put(request, "second")));

        for (String path : new String[] {"/begin", "/again"}) {
            Client fresh = browser.another();
            HttpResponse<String> response = fresh.get(server().uri(path));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(Client.setCookies(response)).as(path).hasSize(1);
            Session session = store.find(fresh.token()).orElseThrow();
            assertThat(session.get(Key.of("second", String.class))).isEqualTo("ASYNC");
        }
    }

    @Test
    void an_asynchronous_request_that_times_out_is_saved() throws Exception {
        servePages(Map.of(
                "/",
                        (request, response) -> {
                            AsyncContext async = request.startAsync();
                            async.setTimeout(50);
                            put(request, "first");
                        },
                "/error", (request, response) -> response.getWriter().print("timed out")));

        HttpResponse<String> response = response("/");

        assertThat(response.body()).isEqualTo("timed out");
        assertThat(Client.setCookies(response)).hasSize(1);
        assertThat(store.find(browser.token()).orElseThrow().names()).containsExactly("first");
    }

    @Test
    void an_asynchronous_request_that_nobody_completes_before_us_is_saved_at_its_end() throws Exception {
        Map<String, Page> pages = Map.of(
                "/begin",
                        (request, response) -> {
                            AsyncContext async = request.startAsync();
                            put(request, "first");
                            async.start(() -> async.dispatch("/target"));
                        },
                "/target",
                        (request, response) -> {
                            put(request, "second");
                            response.flushBuffer();
                            put(request, "third");
                        },
                "/never",
                        (request, response) -> {
                            request.startAsync().setTimeout(50);
                            put(request, "first");
                        });
        serving(JettyServer.start(context -> {
            SessionFilter filter = new SessionFilter(store);
            context.addServletContainerInitializer((types, servlets) -> {
                var added = servlets.addFilter("only requests", filter);
                added.setAsyncSupported(true);
                added.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
            });
            pages.forEach((path, page) -> context.addServlet(JettyServer.servlet(page), path));
        }));

        assertThat(response("/begin").statusCode()).isEqualTo(200);
        assertThat(store.find(browser.token()).orElseThrow().names()).contains("first", "second");
        // The container tells that the request is complete after the client has all of the answer.
        Await.until(
                "the save at the end",
                Duration.ofSeconds(30),
                () -> store.find(browser.token()).orElseThrow().names().contains("third"));
        Client fresh = browser.another();
        assertThat(fresh.get(server().uri("/never")).statusCode()).isEqualTo(500);
        assertThat(store.find(fresh.token()).orElseThrow().names()).containsExactly("first");
    }
}
