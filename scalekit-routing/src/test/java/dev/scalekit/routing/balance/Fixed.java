package dev.scalekit.routing.balance;

import java.util.Arrays;

/** Candidates whose figures are what the test says. Not thread-safe. */
final class Fixed implements Candidates<String> {
    private final double[] weights;
    private final WeightedIndex index;
    final int[] inFlight;
    final double[] latency;

    private Fixed(double... weights) {
        this.weights = weights;
        this.index = WeightedIndex.of(weights);
        this.inFlight = new int[weights.length];
        this.latency = new double[weights.length];
    }

    static Fixed weights(double... weights) {
        return new Fixed(weights);
    }

    static Fixed even(int size) {
        double[] weights = new double[size];
        Arrays.fill(weights, 1);
        return new Fixed(weights);
    }

    Fixed inFlight(int... counts) {
        System.arraycopy(counts, 0, inFlight, 0, counts.length);
        return this;
    }

    Fixed latency(double... nanos) {
        System.arraycopy(nanos, 0, latency, 0, nanos.length);
        return this;
    }

    @Override
    public int size() {
        return weights.length;
    }

    @Override
    public String target(int at) {
        return "node-" + at;
    }

    @Override
    public long hash(int at) {
        return Mix.hash(target(at));
    }

    @Override
    public double weight(int at) {
        return weights[at];
    }

    @Override
    public boolean isEven() {
        return index.isEven();
    }

    @Override
    public int inFlight(int at) {
        return inFlight[at];
    }

    @Override
    public double latencyNanos(int at) {
        return latency[at];
    }

    @Override
    public int byWeight(long bits) {
        return index.at(bits);
    }
}
