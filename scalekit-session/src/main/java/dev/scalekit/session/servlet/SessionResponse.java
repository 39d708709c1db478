package dev.scalekit.session.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** A response before whose headers leave the session is saved. Not thread-safe, as responses are not. */
final class SessionResponse extends HttpServletResponseWrapper {
    private static final String CONTENT_LENGTH = "Content-Length";

    private final Exchange exchange;
    private final BodyMeter meter;
    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;

    SessionResponse(HttpServletResponse response, Exchange exchange) {
        super(response);
        this.exchange = exchange;
        this.meter = new BodyMeter(response, exchange);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream known = stream;
        if (known == null) {
            known = new SavingOutputStream(super.getOutputStream(), meter, exchange);
            stream = known;
        }
        return known;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter known = writer;
        if (known == null) {
            known = new SavingWriter(super.getWriter(), meter, exchange);
            writer = known;
        }
        return known;
    }

    @Override
    public void flushBuffer() throws IOException {
        exchange.beforeCommit();
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        exchange.beforeCommit();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        exchange.beforeCommit();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        exchange.beforeCommit();
        super.sendRedirect(location);
    }

    // Since 6.1 there are three more, which on 6.0 nobody calls: no annotation, and no super.

    public void sendRedirect(String location, int status) throws IOException {
        sendRedirect(location, status, true);
    }

    public void sendRedirect(String location, boolean clearsBuffer) throws IOException {
        sendRedirect(location, SC_FOUND, clearsBuffer);
    }

    public void sendRedirect(String location, int status, boolean clearsBuffer) throws IOException {
        if (clearsBuffer) {
            resetBuffer();
        } else if (isCommitted()) {
            throw new IllegalStateException("A redirect must be sent before the response is committed");
        }
        setStatus(status);
        setHeader("Location", location);
        flushBuffer();
    }

    @Override
    public void reset() {
        super.reset();
        meter.reset();
        meter.announced(-1);
        stream = null;
        writer = null;
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        meter.reset();
    }

    @Override
    public void setContentLength(int bytes) {
        meter.announced(bytes);
        super.setContentLength(bytes);
    }

    @Override
    public void setContentLengthLong(long bytes) {
        meter.announced(bytes);
        super.setContentLengthLong(bytes);
    }

    @Override
    public void setHeader(String name, String value) {
        announce(name, value);
        super.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        announce(name, value);
        super.addHeader(name, value);
    }

    @Override
    public void setIntHeader(String name, int value) {
        announce(name, String.valueOf(value));
        super.setIntHeader(name, value);
    }

    @Override
    public void addIntHeader(String name, int value) {
        announce(name, String.valueOf(value));
        super.addIntHeader(name, value);
    }

    private void announce(String name, @Nullable String value) {
        if (CONTENT_LENGTH.equalsIgnoreCase(name)) {
            meter.announced(value == null || !value.matches("\\d{1,18}") ? -1 : Long.parseLong(value));
        }
    }

    /** The id of a session never stands in a URL, where it would end in logs and referrers. */
    @Override
    public String encodeURL(String url) {
        return url;
    }

    @Override
    public String encodeRedirectURL(String url) {
        return url;
    }
}
