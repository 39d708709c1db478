package dev.scalekit.cache;

import dev.scalekit.testkit.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Keys in the order in which they are asked for, drawn from a seed. Not instantiable. */
final class Requests {
    private static final int POPULAR = 10_000;
    private static final double SKEW = 0.9;

    private Requests() {}

    /** Some keys are popular, by Zipf's law. */
    static int[] zipf(int count, long seed) {
        RandomGenerator random = Seeds.random(seed);
        double[] law = law();
        int[] keys = new int[count];
        Arrays.setAll(keys, i -> draw(law, random));
        return keys;
    }

    /** Some are popular, and now and then somebody goes through many that nobody else asks for. */
    static int[] scans(int count, int length, long seed) {
        RandomGenerator random = Seeds.random(seed);
        double[] law = law();
        int[] keys = new int[count];
        Arrays.setAll(keys, i -> i / length % 2 == 0 ? draw(law, random) : POPULAR + i);
        return keys;
    }

    /** The same so many, again and again in the same order. */
    static int[] loop(int count, int length) {
        int[] keys = new int[count];
        Arrays.setAll(keys, i -> i % length);
        return keys;
    }

    /** Other ones are popular from time to time. */
    static int[] shifts(int count, int shifts, long seed) {
        RandomGenerator random = Seeds.random(seed);
        double[] law = law();
        int[] keys = new int[count];
        Arrays.setAll(keys, i -> draw(law, random) + (int) ((long) i * shifts / count) * POPULAR);
        return keys;
    }

    /** Ranks up to each one have this part of all requests. */
    private static double[] law() {
        double[] sums = new double[POPULAR];
        double sum = 0;
        for (int rank = 0; rank < POPULAR; rank++) {
            sum += Math.pow(rank + 1, -SKEW);
            sums[rank] = sum;
        }
        return sums;
    }

    private static int draw(double[] law, RandomGenerator random) {
        int found = Arrays.binarySearch(law, random.nextDouble() * law[POPULAR - 1]);
        return Math.min(POPULAR - 1, found >= 0 ? found + 1 : -found - 1);
    }
}
