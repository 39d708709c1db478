package dev.scalekit.routing.balance;

import java.util.function.LongToIntFunction;

/**
 * The exact odds of a {@link WeightedIndex}, found out from outside: along its line of 2^32 points the index never falls, so
 * the place from which on it is at least some index can be searched for. Not instantiable.
 */
final class Odds {
    private static final long ALL = 1L << 32;

    private Odds() {}

    static double[] of(LongToIntFunction index, int size) {
        double[] odds = new double[size];
        long from = 0;
        for (int i = 0; i < size; i++) {
            long to = first(index, i + 1);
            odds[i] = (double) (to - from) / ALL;
            from = to;
        }
        return odds;
    }

    /** Returns the first point that belongs to {@code least} or an index above it. */
    private static long first(LongToIntFunction index, int least) {
        long low = 0;
        long high = ALL;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (index.applyAsInt(middle << 32) >= least) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
