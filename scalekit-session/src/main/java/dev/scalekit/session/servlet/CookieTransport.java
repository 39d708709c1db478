package dev.scalekit.session.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cookie. Written by hand: the cookies of the servlet API do not know all attributes in all versions. Immutable.
 *
 * @param maxAge how long a browser keeps it; null until it is closed
 */
record CookieTransport(
        String name,
        String path,
        @Nullable String domain,
        boolean secure,
        SameSite sameSite,
        @Nullable Duration maxAge) implements Transport {
    private static final String SET_COOKIE = "Set-Cookie";

    @Override
    public List<String> tokens(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return List.of();
        }
        return Arrays.stream(cookies)
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue)
                .filter(token -> token != null && !token.isEmpty())
                .distinct()
                .limit(MAXIMUM_TOKENS)
                .toList();
    }

    @Override
    public void give(HttpServletResponse response, String token) {
        set(response, cookie(token, maxAge));
    }

    @Override
    public void clear(HttpServletResponse response) {
        set(response, cookie("", Duration.ZERO));
    }

    private String cookie(String value, @Nullable Duration age) {
        return name + "=" + value + "; Path=" + path
                + (domain == null ? "" : "; Domain=" + domain)
                + (age == null ? "" : "; Max-Age=" + age.toSeconds())
                + (secure ? "; Secure" : "")
                + "; HttpOnly; SameSite=" + sameSite.text();
    }

    /** A header cannot be removed, so those of others are set anew. */
    private void set(HttpServletResponse response, String cookie) {
        List<String> others = response.getHeaders(SET_COOKIE).stream()
                .filter(other -> !other.startsWith(name + "="))
                .toList();
        response.setHeader(SET_COOKIE, cookie);
        others.forEach(other -> response.addHeader(SET_COOKIE, other));
        Transport.forbidCaching(response);
    }
}
