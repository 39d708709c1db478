package dev.scalekit.session.servlet;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Counts what is written, to be there before the container commits the response. When that is, is the container's affair: when
 * its buffer is full, or at a write that it does not care to copy, or when as much is written as was announced. So it is taken to
 * happen as soon as an eighth of the buffer is used. What is changed after that waits until the buffer may be full, or all that
 * was announced is written, unless there is something to tell the client. Not thread-safe, as responses are not.
 */
final class BodyMeter {
    /** Jetty passes writes on that are longer than a quarter of its buffer. */
    private static final int PART = 8;

    private final HttpServletResponse response;
    private final Exchange exchange;
    private long written;
    private boolean isNear;
    private long announced = Long.MAX_VALUE;

    BodyMeter(HttpServletResponse response, Exchange exchange) {
        this.response = response;
        this.exchange = exchange;
    }

    /** So many bytes are going to be written. */
    void writing(long bytes) {
        written += bytes;
        int buffer = response.getBufferSize();
        boolean isAll = written >= announced || written > buffer;
        boolean isMuch = isAll || written > buffer / PART;
        if (isMuch && !response.isCommitted() && (isAll || !isNear || exchange.hasNews())) {
            isNear = true;
            exchange.beforeCommit();
        }
    }

    void announced(long bytes) {
        announced = bytes < 0 ? Long.MAX_VALUE : bytes;
    }

    void reset() {
        written = 0;
        isNear = false;
    }
}
