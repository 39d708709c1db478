package dev.scalekit.routing.balance;

import java.util.Arrays;

/**
 * A line of which each index has a part in proportion to its weight. Finds whose part a point is in, in the same time
 * however many there are: a table says where to begin to look (the method of guide tables: Chen and Asau, 1974; L. Devroye,
 * "Non-Uniform Random Variate Generation", 1986, III.2.4). Immutable.
 */
final class WeightedIndex {
    private static final double LENGTH = 0x1p32;

    private final int size;
    /** Where the part of each index ends; empty if all weights are alike. */
    private final long[] ends;
    /** For each of as many equally long stretches of the line, the index that has its beginning. */
    private final int[] guide;

    private WeightedIndex(int size, long[] ends, int[] guide) {
        this.size = size;
        this.ends = ends;
        this.guide = guide;
    }

    /** @param weights at least one, each above 0 and finite */
    static WeightedIndex of(double[] weights) {
        int size = weights.length;
        if (Arrays.stream(weights).allMatch(weight -> weight == weights[0])) {
            return new WeightedIndex(size, new long[0], new int[0]);
        }
        double sum = Arrays.stream(weights).sum();
        long[] ends = new long[size];
        double before = 0;
        for (int i = 0; i < size; i++) {
            before += weights[i];
            ends[i] = Math.round(before / sum * LENGTH);
        }
        // Whatever rounding has made of the sum: the last part ends where the line does.
        ends[size - 1] = (long) LENGTH;
        return new WeightedIndex(size, ends, guide(ends));
    }

    private static int[] guide(long[] ends) {
        int[] guide = new int[ends.length];
        int index = 0;
        for (int stretch = 0; stretch < guide.length; stretch++) {
            long start = Math.round((double) stretch / guide.length * LENGTH);
            while (ends[index] <= start) {
                index++;
            }
            guide[stretch] = index;
        }
        return guide;
    }

    boolean isEven() {
        return ends.length == 0;
    }

    /** Returns whose part a point is in, of which the upper half of the bits says how far it is along the line. */
    int at(long bits) {
        long point = bits >>> 32;
        int stretch = (int) ((point * size) >>> 32);
        if (ends.length == 0) {
            return stretch;
        }
        int index = guide[stretch];
        while (ends[index] <= point) {
            index++;
        }
        return index;
    }
}
