package dev.scalekit.session.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpSessionActivationListener;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Options of the filter: what they make of the cookie, letter by letter, and what is refused. */
final class SessionFilterBuilderTest extends Served {
    private final SessionFilterBuilder filter = SessionFilter.builder(store);

    private String cookieOf(SessionFilterBuilder options) throws Exception {
        serve(options, (request, response) -> request.getSession());
        HttpResponse<String> response = response("/");
        assertThat(Client.setCookies(response)).hasSize(1);
        return Client.setCookies(response).get(0).replaceFirst("=[A-Za-z0-9_-]{43};", "=TOKEN;");
    }

    @Test
    void the_default_is_as_strict_as_a_cookie_can_be() throws Exception {
        assertThat(cookieOf(filter)).isEqualTo("__Host-id=TOKEN; Path=/; Secure; HttpOnly; SameSite=Lax");
    }

    @Test
    void every_option_is_in_the_cookie() throws Exception {
        filter.cookie("__Secure-shop")
                .path("/shop")
                .domain("example.org")
                .sameSite(SameSite.NONE)
                .maxAge(Duration.ofHours(12));

        assertThat(cookieOf(filter))
                .isEqualTo("__Secure-shop=TOKEN; Path=/shop; Domain=example.org; Max-Age=43200; Secure; HttpOnly;"
                        + " SameSite=None");
    }

    @Test
    void a_cookie_for_development_has_no_secure() throws Exception {
        assertThat(cookieOf(filter.insecureCookie("id").sameSite(SameSite.STRICT)))
                .isEqualTo("id=TOKEN; Path=/; HttpOnly; SameSite=Strict");
    }

    @Test
    void a_name_that_promises_more_than_the_cookie_has_is_refused() {
        assertRefused(() -> SessionFilter.builder(store).path("/shop").build(), "__Host-", "path /shop");
        assertRefused(
                () -> SessionFilter.builder(store).domain("example.org").build(), "__Host-", "domain example.org");
        assertRefused(
                () -> SessionFilter.builder(store).cookie("__HOST-x").path("/a").build(), "__HOST-x");
        assertRefused(
                () -> SessionFilter.builder(store).insecureCookie("__Host-id").build(), "insecureCookie", "__Host-id");
        assertRefused(
                () -> SessionFilter.builder(store).insecureCookie("__secure-id").build(), "__secure-id");
        assertRefused(
                () -> SessionFilter.builder(store)
                        .insecureCookie("id")
                        .sameSite(SameSite.NONE)
                        .build(),
                "sameSite",
                "NONE");
    }

    @Test
    void a_header_beside_options_of_a_cookie_is_refused() {
        assertRefused(
                () -> SessionFilter.builder(store)
                        .header("X-Session-Token")
                        .sameSite(SameSite.STRICT)
                        .build(),
                "header",
                "X-Session-Token",
                "sameSite STRICT");
        assertRefused(
                () -> SessionFilter.builder(store)
                        .insecureCookie("id")
                        .header("X-Session-Token")
                        .build(),
                "cookie id");
    }

    @Test
    void what_would_break_out_of_a_header_is_refused() {
        assertRefused(() -> filter.cookie("a=b"), "cookie", "a=b");
        assertRefused(() -> filter.cookie(""), "cookie");
        assertRefused(() -> filter.cookie("x".repeat(65)), "cookie");
        assertRefused(() -> filter.cookie("a\r\nb"), "cookie", "a??b");
        assertRefused(() -> filter.path("shop"), "path", "shop");
        assertRefused(() -> filter.path("/a; Domain=evil"), "path");
        assertRefused(() -> filter.domain("a;b"), "domain");
        assertRefused(() -> filter.domain("example.org."), "domain");
        assertRefused(() -> filter.header("X Token"), "header");
        assertRefused(() -> filter.maxAge(Duration.ZERO), "maxAge", "PT1S", "PT0S");
        assertRefused(() -> filter.maxAge(Duration.ofDays(366)), "maxAge", "PT8784H");
    }

    @Test
    void a_listener_that_would_never_be_told_is_refused() {
        assertRefused(
                () -> filter.listener(new HttpSessionActivationListener() {}),
                "listener",
                "HttpSessionAttributeListener");
    }

    private static void assertRefused(ThrowingCallable call, String... words) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(words);
    }

    @Test
    void a_header_carries_the_token_instead_of_a_cookie() throws Exception {
        serve(filter.header("X-Session-Token"), (request, response) -> {
            if (request.getPathInfo().equals("/out")) {
                request.getSession().invalidate();
                return;
            }
            response.getWriter().print(request.getSession().isNew() + " " + request.isRequestedSessionIdFromCookie());
        });

        HttpResponse<String> first = response("/");
        String token = first.headers().firstValue("X-Session-Token").orElseThrow();
        HttpResponse<String> second = browser.get(server().uri("/"), "X-Session-Token", token);
        HttpResponse<String> out = browser.get(server().uri("/out"), "X-Session-Token", token);

        assertThat(first.body()).isEqualTo("true false");
        assertThat(first.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(Client.setCookies(first)).isEmpty();
        assertThat(second.body()).isEqualTo("false false");
        assertThat(second.headers().firstValue("X-Session-Token")).isEmpty();
        assertThat(out.headers().firstValue("X-Session-Token")).contains("");
        assertThat(store.find(token)).isEmpty();
    }
}
