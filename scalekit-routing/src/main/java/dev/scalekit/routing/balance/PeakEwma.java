package dev.scalekit.routing.balance;

/** The one of two that will answer sooner. Not instantiable. */
final class PeakEwma {
    /** More than anything that was measured: one call at a time, until the first has been answered. */
    private static final double NOTHING_MEASURED = 1e18;

    private PeakEwma() {}

    static int select(Candidates<?> candidates, long bits) {
        int first = candidates.byWeight(bits);
        int second = TwoChoices.other(first, candidates.size(), bits);
        return cost(candidates, second) < cost(candidates, first) ? second : first;
    }

    private static double cost(Candidates<?> candidates, int index) {
        int inFlight = candidates.inFlight(index);
        double latency = candidates.latencyNanos(index);
        if (latency == 0) {
            return inFlight == 0 ? 0 : NOTHING_MEASURED * inFlight;
        }
        return latency * (inFlight + 1) / candidates.weight(index);
    }
}
