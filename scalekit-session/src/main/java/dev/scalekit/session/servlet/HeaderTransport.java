package dev.scalekit.session.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;

/** A header of the request, and the same of the response. Immutable. */
record HeaderTransport(String name) implements Transport {
    @Override
    public List<String> tokens(HttpServletRequest request) {
        return Collections.list(request.getHeaders(name)).stream()
                .filter(token -> !token.isEmpty())
                .distinct()
                .limit(MAXIMUM_TOKENS)
                .toList();
    }

    @Override
    public void give(HttpServletResponse response, String token) {
        response.setHeader(name, token);
        Transport.forbidCaching(response);
    }

    @Override
    public void clear(HttpServletResponse response) {
        give(response, "");
    }
}
