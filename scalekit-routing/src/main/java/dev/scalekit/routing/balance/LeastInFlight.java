package dev.scalekit.routing.balance;

/** The least loaded of all. Not instantiable. */
final class LeastInFlight {
    private LeastInFlight() {}

    static int select(Candidates<?> candidates, long bits) {
        int size = candidates.size();
        // Whoever is looked at first wins a tie, so the look-out starts at one that was drawn by weight.
        int best = candidates.byWeight(bits);
        int at = best;
        for (int i = 1; i < size; i++) {
            at = at + 1 < size ? at + 1 : 0;
            if (candidates.inFlight(at) * candidates.weight(best) < candidates.inFlight(best) * candidates.weight(at)) {
                best = at;
            }
        }
        return best;
    }
}
