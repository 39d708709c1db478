package dev.scalekit.routing.balance;

/** The less loaded of two. Not instantiable. */
final class TwoChoices {
    private TwoChoices() {}

    static int select(Candidates<?> candidates, long bits) {
        int first = candidates.byWeight(bits);
        int second = other(first, candidates.size(), bits);
        // Loads are compared for their weights; alike, the first stays, which was drawn by weight.
        return candidates.inFlight(second) * candidates.weight(first)
                        < candidates.inFlight(first) * candidates.weight(second)
                ? second
                : first;
    }

    /** Returns any of the others; itself if there is no other. */
    static int other(int index, int size, long bits) {
        if (size == 1) {
            return index;
        }
        int other = index + 1 + Mix.below(size - 1, Mix.next(bits));
        return other < size ? other : other - size;
    }
}
