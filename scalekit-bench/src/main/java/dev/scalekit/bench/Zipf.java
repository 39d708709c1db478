package dev.scalekit.bench;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws ranks by Zipf's law: rank k of n, counted from 0, has a probability proportional to 1 / (k + 1)^exponent.
 *
 * <p>Exact, by inverting the cumulative distribution. The usual approximation (J. Gray et al.: Quickly Generating
 * Billion-Record Synthetic Databases, SIGMOD 1994, used by YCSB) saves the table, which is no matter here. Immutable.
 */
final class Zipf {
    private final double[] cumulative;

    /**
     * Creates the law.
     *
     * @param ranks the number of ranks, at least 1
     * @param exponent the skew, not negative; 0 is uniform, YCSB uses 0.99
     */
    Zipf(int ranks, double exponent) {
        if (ranks < 1) {
            throw new IllegalArgumentException("ranks must be at least 1, not " + ranks);
        }
        if (!(exponent >= 0)) {
            throw new IllegalArgumentException("exponent must not be negative: " + exponent);
        }
        cumulative = new double[ranks];
        double sum = 0;
        for (int rank = 0; rank < ranks; rank++) {
            sum += Math.pow(rank + 1, -exponent);
            cumulative[rank] = sum;
        }
    }

    /** Draws a rank, from 0 to below the number of ranks. */
    int next(RandomGenerator random) {
        double point = random.nextDouble() * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, point);
        int rank = found >= 0 ? found + 1 : -found - 1;
        return Math.min(rank, cumulative.length - 1);
    }

    /** The probability of a rank. */
    double probability(int rank) {
        double below = rank == 0 ? 0 : cumulative[rank - 1];
        return (cumulative[rank] - below) / cumulative[cumulative.length - 1];
    }
}
