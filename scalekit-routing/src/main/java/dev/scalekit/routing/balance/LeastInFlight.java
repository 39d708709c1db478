package dev.scalekit.routing.balance;

/** The least loaded of all. Not instantiable. */
final class LeastInFlight {
    private LeastInFlight() {}

    static int select(Candidates<?> candidates, long bits) {
        int size = candidates.size();
        int drawn = candidates.byWeight(bits);
        int best = -1;
        double lowest = Double.POSITIVE_INFINITY;
        // The look-out starts behind the one that was drawn, so that not all run to the first of several.
        int at = drawn;
        for (int i = 1; i < size; i++) {
            at = at + 1 < size ? at + 1 : 0;
            double load = (candidates.inFlight(at) + 1) / candidates.weight(at);
            if (load < lowest) {
                lowest = load;
                best = at;
            }
        }
        return best >= 0 && TwoChoices.isLighter(candidates, best, drawn) ? best : drawn;
    }
}
