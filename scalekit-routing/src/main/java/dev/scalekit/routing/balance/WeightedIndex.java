package dev.scalekit.routing.balance;

import java.util.Arrays;

/**
 * Draws indexes in proportion to weights, in the same time however many there are: Walker's alias method, built as
 * Vose does (M. Vose, "A Linear Algorithm for Generating Random Numbers with a Given Distribution", IEEE TSE 17(9),
 * 1991). Immutable.
 */
final class WeightedIndex {
    private static final double COINS = 0x1p32;

    private final int size;
    /** What the coin must be below, unsigned, for the column itself to be taken; empty if all weights are alike. */
    private final int[] limits;

    private final int[] aliases;

    private WeightedIndex(int size, int[] limits, int[] aliases) {
        this.size = size;
        this.limits = limits;
        this.aliases = aliases;
    }

    /** @param weights at least one, each above 0 and finite */
    static WeightedIndex of(double[] weights) {
        int size = weights.length;
        if (Arrays.stream(weights).allMatch(weight -> weight == weights[0])) {
            return new WeightedIndex(size, new int[0], new int[0]);
        }
        double mean = Arrays.stream(weights).sum() / size;
        double[] filled = Arrays.stream(weights).map(weight -> weight / mean).toArray();
        int[] limits = new int[size];
        int[] aliases = new int[size];
        int[] poor = new int[size];
        int[] rich = new int[size];
        int poorCount = 0;
        int richCount = 0;
        for (int i = 0; i < size; i++) {
            if (filled[i] < 1) {
                poor[poorCount++] = i;
            } else {
                rich[richCount++] = i;
            }
        }
        Arrays.fill(limits, -1);
        Arrays.setAll(aliases, i -> i);
        while (poorCount > 0 && richCount > 0) {
            int taker = poor[--poorCount];
            int giver = rich[richCount - 1];
            limits[taker] = (int) (long) (filled[taker] * COINS);
            aliases[taker] = giver;
            filled[giver] -= 1 - filled[taker];
            if (filled[giver] < 1) {
                richCount--;
                poor[poorCount++] = giver;
            }
        }
        return new WeightedIndex(size, limits, aliases);
    }

    boolean isEven() {
        return limits.length == 0;
    }

    /**
     * Returns an index. Bits that are spread evenly give indexes that are: column and coin are the whole and the rest
     * of one product.
     */
    int at(long bits) {
        long product = (bits >>> 32) * size;
        int column = (int) (product >>> 32);
        if (limits.length == 0 || Integer.compareUnsigned((int) product, limits[column]) < 0) {
            return column;
        }
        return aliases[column];
    }
}
