package dev.scalekit.examples.demo;

import java.util.Arrays;
import java.util.List;

/** Percentiles of durations, exact: each duration was kept. */
final class Percentiles {
    private Percentiles() {}

    /**
     * Returns percentiles in milliseconds, by the nearest rank; each is NaN where there is no duration.
     *
     * @param parts durations in nanoseconds, in any order
     * @param percents more than 0 and at most 100
     */
    static double[] millis(List<long[]> parts, double... percents) {
        long[] sorted = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return Arrays.stream(percents).map(percent -> millis(sorted, percent)).toArray();
    }

    private static double millis(long[] sorted, double percent) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        // 99.9 % of 1,000 is 999.0000000000001 in binary, and its rank is 999 all the same.
        int rank = (int) Math.ceil(percent / 100 * sorted.length - 1e-6);
        return sorted[rank - 1] / 1e6;
    }
}
