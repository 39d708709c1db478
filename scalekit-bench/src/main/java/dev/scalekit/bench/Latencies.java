package dev.scalekit.bench;

import org.openjdk.jmh.util.SampleBuffer;
import org.openjdk.jmh.util.Statistics;

/**
 * Collects latencies in constant memory: the sum and the longest exactly, percentiles to one part in 512 by the
 * logarithmic buckets that JMH uses for its own samples. Not thread-safe.
 */
final class Latencies {
    private final SampleBuffer buckets = new SampleBuffer();
    private long count;
    private long sum;
    private long max;

    void add(long nanos) {
        buckets.add(nanos);
        count++;
        sum += nanos;
        max = Math.max(max, nanos);
    }

    void addAll(Latencies other) {
        buckets.addAll(other.buckets);
        count += other.count;
        sum += other.sum;
        max = Math.max(max, other.max);
    }

    long count() {
        return count;
    }

    /** The longest latency in nanoseconds. */
    long max() {
        return max;
    }

    /** The mean latency in nanoseconds; NaN if there is none. */
    double mean() {
        return (double) sum / count;
    }

    /** The latencies as nanoseconds, for percentiles. */
    Statistics statistics() {
        return buckets.getStatistics(1);
    }
}
