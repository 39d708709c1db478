package dev.scalekit.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Endpoints that have calls in flight, some more and some fewer, so that a balancer that compares them cannot be
 * predicted; the same for everybody. A state of JMH is made of it.
 */
@State(Scope.Benchmark)
public abstract class BusyEndpoints {
    private static final long SEED = 20261130;
    private static final int MOST_IN_FLIGHT = 7;
    private static final int LOOKS = 100_000;

    /** The number of endpoints; JMH sets it. */
    @Param({"3", "100"})
    public int size;

    /** How many calls are in flight, endpoint by endpoint. */
    final int[] inFlight() {
        return new SplittableRandom(SEED).ints(size, 0, MOST_IN_FLIGHT + 1).toArray();
    }

    /**
     * Fails the benchmark if a balancer picks the same few endpoints always: it would not do what it is measured for. The
     * busiest one is rightly never picked by some.
     */
    final void requireSpread(IntSupplier picks) {
        boolean[] isPicked = new boolean[size];
        for (int look = 0; look < LOOKS; look++) {
            isPicked[picks.getAsInt()] = true;
        }
        int picked = 0;
        for (boolean each : isPicked) {
            picked += each ? 1 : 0;
        }
        if (picked <= size / 2) {
            throw new IllegalStateException("of " + size + " endpoints only " + picked + " are picked, with in flight "
                    + Arrays.toString(inFlight()));
        }
    }
}
