package dev.scalekit.session.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.session.Key;
import dev.scalekit.session.Session;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Requests of one session at the same time. */
final class ConcurrentRequestsTest extends Served {
    private static final int REQUESTS = 64;

    @Test
    void requests_at_once_lose_nothing() throws Exception {
        serve((request, response) -> {
            HttpSession session = request.getSession();
            SessionFilter.session(request).increment("visits", 1);
            session.setAttribute(request.getPathInfo(), "yes");
        });
        get("/first");

        List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(browser.begin(server().uri("/" + i)));
        }
        for (CompletableFuture<HttpResponse<String>> request : requests) {
            assertThat(request.get().statusCode()).isEqualTo(200);
        }

        Session session = store.find(browser.token()).orElseThrow();
        assertThat(session.counter("visits")).isEqualTo(REQUESTS + 1);
        assertThat(session.names()).hasSize(REQUESTS + 2);
    }

    @Test
    void a_request_in_flight_during_a_login_neither_undoes_it_nor_brings_the_old_token_back() throws Exception {
        CountDownLatch isInFlight = new CountDownLatch(1);
        CountDownLatch isLoggedIn = new CountDownLatch(1);
        serve((request, response) -> {
            HttpSession session = request.getSession();
            if (request.getPathInfo().equals("/slow")) {
                isInFlight.countDown();
                isLoggedIn.await();
                session.setAttribute("cart", "book");
            } else if (request.getPathInfo().equals("/login")) {
                SessionFilter.session(request).login("ada");
            }
        });
        get("/");
        String old = browser.token();
        CompletableFuture<HttpResponse<String>> slow = browser.begin(server().uri("/slow"));
        isInFlight.await();

        get("/login");
        isLoggedIn.countDown();

        assertThat(slow.get().statusCode()).isEqualTo(200);
        assertThat(Client.setCookies(slow.get())).isEmpty();
        assertThat(store.find(old)).isEmpty();
        Session session = store.find(browser.token()).orElseThrow();
        assertThat(session.user()).isEqualTo("ada");
        assertThat(session.get(Key.of("cart", String.class))).isEqualTo("book");
    }

    @Test
    void a_request_in_flight_during_a_logout_does_not_bring_the_session_back() throws Exception {
        CountDownLatch isInFlight = new CountDownLatch(1);
        CountDownLatch isLoggedOut = new CountDownLatch(1);
        serve((request, response) -> {
            HttpSession session = request.getSession();
            if (request.getPathInfo().equals("/slow")) {
                isInFlight.countDown();
                isLoggedOut.await();
                session.setAttribute("cart", "book");
            } else if (request.getPathInfo().equals("/out")) {
                session.invalidate();
            }
        });
        get("/");
        String old = browser.token();
        CompletableFuture<HttpResponse<String>> slow = browser.begin(server().uri("/slow"));
        isInFlight.await();

        get("/out");
        isLoggedOut.countDown();

        assertThat(slow.get().statusCode()).isEqualTo(200);
        assertThat(Client.setCookies(slow.get())).isEmpty();
        assertThat(store.find(old)).isEmpty();
    }
}
