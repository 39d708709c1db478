package dev.scalekit.examples.demo;

import java.util.Arrays;
import java.util.List;

/** The requests that ended between two moments. Thread-safe; closed, it takes no more in. */
final class Window implements AutoCloseable {
    private final Requests requests;
    private long[] nanos = new long[64];
    private int answered;
    private long failed;
    private long failedIdempotent;

    Window(Requests requests) {
        this.requests = requests;
    }

    synchronized void answered(long duration) {
        if (answered == nanos.length) {
            nanos = Arrays.copyOf(nanos, answered * 2);
        }
        nanos[answered++] = duration;
    }

    synchronized void failed(boolean isIdempotent) {
        failed++;
        failedIdempotent += isIdempotent ? 1 : 0;
    }

    synchronized long answered() {
        return answered;
    }

    synchronized long failures() {
        return failed;
    }

    /** Returns how many failed of those that might have been sent again without harm, and of visits that could not begin. */
    synchronized long idempotentFailures() {
        return failedIdempotent;
    }

    /** Returns how long each answered request took, in nanoseconds. */
    synchronized long[] durations() {
        return Arrays.copyOf(nanos, answered);
    }

    /** Returns a percentile of the answered requests in milliseconds, NaN where there were none. */
    double percentile(double percent) {
        return Percentiles.millis(List.of(durations()), percent)[0];
    }

    @Override
    public void close() {
        requests.close(this);
    }
}
