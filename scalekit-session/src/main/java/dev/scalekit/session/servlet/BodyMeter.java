package dev.scalekit.session.servlet;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Counts what is written, to be there before the container commits the response. When that is, is the container's affair: when
 * its buffer is full, or at a write that it does not care to copy, or when as much is written as was announced. So it is taken to
 * happen as soon as an eighth of the buffer is used, and from then on whenever there is something to tell the client: what else
 * is changed after that waits for a flush or the end. Not thread-safe, as responses are not.
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
        boolean isMuch = written > response.getBufferSize() / PART || written >= announced;
        if (isMuch && !response.isCommitted() && (!isNear || exchange.hasNews())) {
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
