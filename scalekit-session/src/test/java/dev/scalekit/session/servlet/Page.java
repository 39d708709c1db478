package dev.scalekit.session.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What the server under test does with a request. */
@FunctionalInterface
interface Page {
    void answer(HttpServletRequest request, HttpServletResponse response) throws Exception;
}
