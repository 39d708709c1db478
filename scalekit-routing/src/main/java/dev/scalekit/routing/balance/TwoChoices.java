package dev.scalekit.routing.balance;

/** The less loaded of two. Not instantiable. */
final class TwoChoices {
    private TwoChoices() {}

    static int select(Candidates<?> candidates, long bits) {
        int first = candidates.byWeight(bits);
        int second = other(first, candidates.size(), bits);
        return isLighter(candidates, second, first) ? second : first;
    }

    /**
     * Whether a call is better off at an endpoint than at one that was drawn by weight. It is compared with the call in it:
     * an endpoint of little weight that has nothing to do would get all that others have no rest for otherwise.
     */
    static boolean isLighter(Candidates<?> candidates, int other, int drawn) {
        return (candidates.inFlight(other) + 1) * candidates.weight(drawn)
                <= candidates.inFlight(drawn) * candidates.weight(other);
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
