package dev.scalekit.bench;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * The median of the values of several rounds, and how sure it is.
 *
 * <p>The interval goes from the r-th lowest to the r-th highest value, r being the largest for which it covers the true
 * median with at least 95 %, or 1. It assumes that rounds are independent and nothing about their distribution (H. A.
 * David, H. N. Nagaraja: Order Statistics, 3rd ed., 2003, section 7.1), because times on a shared machine have outliers
 * that a mean and its normal interval follow.
 *
 * @param median the middle value, or the mean of the two middle values
 * @param min the lowest value
 * @param max the highest value
 * @param low the lower end of the interval
 * @param high the upper end of the interval
 * @param coverage the probability, 0 to 1, that the interval holds the true median; below 0.95 with fewer than 6 values
 */
record Estimate(double median, double min, double max, double low, double high, double coverage) {

    private static final double WANTED_COVERAGE = 0.95;

    /**
     * Returns the estimate from one value a round.
     *
     * @throws IllegalArgumentException if there is no value
     */
    static Estimate of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("an estimate needs at least 1 value");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        int rank = rank(n);
        double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        return new Estimate(median, sorted[0], sorted[n - 1], sorted[rank - 1], sorted[n - rank], coverage(n, rank));
    }

    /** The quotients of two subjects round by round: what one round had in common cancels out. */
    static Estimate ofRatios(double[] numerators, double[] denominators) {
        return of("ratios", numerators, denominators, (numerator, denominator) -> numerator / denominator);
    }

    /** What the first of two subjects has on top of the other, round by round. */
    static Estimate ofDifferences(double[] values, double[] others) {
        return of("differences", values, others, (value, other) -> value - other);
    }

    private static Estimate of(String what, double[] left, double[] right, DoubleBinaryOperator operator) {
        if (left.length != right.length) {
            throw new IllegalArgumentException(
                    what + " need as many rounds on both sides: " + left.length + " and " + right.length);
        }
        return of(IntStream.range(0, left.length)
                .mapToDouble(round -> operator.applyAsDouble(left[round], right[round]))
                .toArray());
    }

    private static int rank(int n) {
        int rank = 1;
        while (rank < (n + 1) / 2 && coverage(n, rank + 1) >= WANTED_COVERAGE) {
            rank++;
        }
        return rank;
    }

    /** One less the probability that fewer than {@code rank} of n values lie below the median, or above it. */
    private static double coverage(int n, int rank) {
        double term = Math.pow(0.5, n);
        double tail = 0;
        for (int below = 0; below < rank; below++) {
            tail += term;
            term = term * (n - below) / (below + 1);
        }
        return Math.max(0, 1 - 2 * tail);
    }
}
