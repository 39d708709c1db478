package dev.scalekit.routing.balance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A moving average of latencies that follows a higher one at once and a lower one slowly, with the weight e^(-t/10 s) for
 * what is t old: Finagle's "peak EWMA", with its constant. Thread-safe.
 *
 * <p>Samples that meet are not queued up: a lower one that comes second is left out, a peak is not, though a lower one
 * that it meets may take off a little.
 */
final class PeakLatency {
    static final double DECAY_NANOS = Duration.ofSeconds(10).toNanos();

    /** Below this nothing is left: as if it had never been measured. */
    private static final double NOTHING = 1;

    private final AtomicLong average = new AtomicLong(Double.doubleToRawLongBits(0));
    private final AtomicLong stamp;

    PeakLatency(long now) {
        stamp = new AtomicLong(now);
    }

    /** Returns the average in nanoseconds, 0 if there is none. */
    double nanos() {
        return Double.longBitsToDouble(average.get());
    }

    /** @param latency in nanoseconds; less than 1 counts as 1 */
    void observe(long latency, long now) {
        double sample = (double) Math.max(1, latency);
        if (!raise(sample, now)) {
            long last = stamp.get();
            long before = average.get();
            if (stamp.compareAndSet(last, now)) {
                double weight = weight(now - last);
                double after = Double.longBitsToDouble(before) * weight + sample * (1 - weight);
                average.compareAndSet(before, Double.doubleToRawLongBits(after));
            }
        }
    }

    /** Takes a latency that is known to have been longer still: it can raise the average only. */
    void observeAtLeast(long latency, long now) {
        raise((double) Math.max(1, latency), now);
    }

    private boolean raise(double sample, long now) {
        long before = average.get();
        while (sample > Double.longBitsToDouble(before)) {
            long seen = average.compareAndExchange(before, Double.doubleToRawLongBits(sample));
            if (seen == before) {
                stamp.set(now);
                return true;
            }
            before = seen;
        }
        return false;
    }

    /** Forgets everything: what was measured says nothing any more. */
    void forget(long now) {
        stamp.set(now);
        average.set(Double.doubleToRawLongBits(0));
    }

    /** Forgets what is old, so that an endpoint that nobody takes because it was slow is tried again. */
    void age(long now) {
        long last = stamp.get();
        long before = average.get();
        if (before != 0 && now - last > 0 && stamp.compareAndSet(last, now)) {
            double after = Double.longBitsToDouble(before) * weight(now - last);
            average.compareAndSet(before, Double.doubleToRawLongBits(after < NOTHING ? 0 : after));
        }
    }

    private static double weight(long age) {
        return Math.exp(-(double) Math.max(0, age) / DECAY_NANOS);
    }
}
