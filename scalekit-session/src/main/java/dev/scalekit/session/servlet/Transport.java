package dev.scalekit.session.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;

/** How a token travels. Immutable. */
sealed interface Transport permits CookieTransport, HeaderTransport {
    /** How many tokens of one request are looked up: who sends more has not got them from us. */
    int MAXIMUM_TOKENS = 8;

    /** Returns what the client brought, each once; whatever it is. */
    List<String> tokens(HttpServletRequest request);

    /** Gives the client a token instead of the one that it has, and instead of what this response said before. */
    void give(HttpServletResponse response, String token);

    /** Takes the token away from the client, and what this response said before. */
    void clear(HttpServletResponse response);

    /** An answer with a token in it must be kept by no cache: its next reader would have the session. */
    static void forbidCaching(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
    }
}
