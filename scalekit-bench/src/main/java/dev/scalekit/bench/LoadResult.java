package dev.scalekit.bench;

import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.util.Statistics;

/**
 * What one run of a load measured. Times are nanoseconds, all figures but the counts are per operation.
 *
 * @param operations the operations that are in the latencies
 * @param notStarted the operations that were due but never started
 * @param perSecond the operations that were done in a second, over all threads
 * @param mean the mean latency
 * @param p50 the median latency
 * @param p99 the latency that 99 % did not exceed
 * @param p999 the latency that 99.9 % did not exceed
 * @param max the longest latency
 * @param cpu the processor time of the whole process
 * @param bytes the allocated bytes, of platform threads that lived to the end
 * @param counts what else was measured, by the heading of its column
 */
record LoadResult(
        long operations,
        long notStarted,
        double perSecond,
        double mean,
        double p50,
        double p99,
        double p999,
        double max,
        double cpu,
        double bytes,
        Map<String, Double> counts) {

    /** What each of some threads sees whose operations were done by one thread at once. */
    LoadResult forEachOf(int threads) {
        return new LoadResult(
                operations * threads,
                notStarted * threads,
                perSecond * threads,
                mean,
                p50,
                p99,
                p999,
                max,
                cpu / threads,
                bytes / threads,
                counts);
    }

    /** The same, with what was counted in the meantime for each operation that was done. */
    LoadResult counting(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Double> perOperation = new HashMap<>();
        after.forEach((name, count) ->
                perOperation.put(name, (double) (count - before.getOrDefault(name, 0L)) / (operations - notStarted)));
        return with(perOperation);
    }

    /** The same, with other figures. */
    LoadResult with(Map<String, Double> figures) {
        return new LoadResult(operations, notStarted, perSecond, mean, p50, p99, p999, max, cpu, bytes, figures);
    }

    static LoadResult of(Latencies latencies, long notStarted, double seconds, Usage used) {
        long operations = latencies.count();
        long done = operations - notStarted;
        if (done == 0) {
            throw new IllegalStateException("no operation was done in " + seconds + " s: measure for longer");
        }
        Statistics percentiles = latencies.statistics();
        return new LoadResult(
                operations,
                notStarted,
                done / seconds,
                latencies.mean(),
                percentiles.getPercentile(50),
                percentiles.getPercentile(99),
                percentiles.getPercentile(99.9),
                latencies.max(),
                (double) used.cpuNanos() / done,
                (double) used.bytes() / done,
                Map.of());
    }
}
