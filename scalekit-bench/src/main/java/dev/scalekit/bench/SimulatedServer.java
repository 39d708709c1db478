package dev.scalekit.bench;

import java.time.Duration;

/**
 * A server that serves some requests at a time, the others in the order in which they came. When it is asked to serve one
 * it is already certain when it will have, so that nothing has to run meanwhile. Not thread-safe.
 */
final class SimulatedServer {
    /** How long a server looks back to know its load: its figures are averages with the weight e^(-t/250 ms). */
    private static final double MEMORY_NANOS = Duration.ofMillis(250).toNanos();

    private final double meanNanos;
    private final long[] freeAt;

    private long lastAnswer;
    private double served;
    private double busyNanos;

    /**
     * Creates a server that is idle.
     *
     * @param mean how long it takes to serve a request, on average
     * @param atOnce how many it serves at the same time
     */
    SimulatedServer(Duration mean, int atOnce) {
        this.meanNanos = mean.toNanos();
        this.freeAt = new long[atOnce];
    }

    /** When it would have served the request. */
    long answerTo(Chooser.Request request) {
        return Math.max(request.due(), freeAt[first()]) + service(request);
    }

    /** Serves the request; returns when it will have. */
    long serve(Chooser.Request request) {
        long answer = answerTo(request);
        freeAt[first()] = answer;
        return answer;
    }

    /** Notes that a request has been served; returns the load that the server reports with the answer. */
    ServerLoad answered(Chooser.Request request, long now) {
        double kept = Math.exp((lastAnswer - now) / MEMORY_NANOS);
        served = served * kept + 1;
        busyNanos = busyNanos * kept + service(request);
        lastAnswer = now;
        return new ServerLoad(served * 1e9 / MEMORY_NANOS, busyNanos / MEMORY_NANOS / freeAt.length);
    }

    private long service(Chooser.Request request) {
        return Math.round(meanNanos * request.work());
    }

    private int first() {
        int first = 0;
        for (int each = 1; each < freeAt.length; each++) {
            if (freeAt[each] < freeAt[first]) {
                first = each;
            }
        }
        return first;
    }
}
