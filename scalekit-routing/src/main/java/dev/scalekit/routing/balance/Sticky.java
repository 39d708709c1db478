package dev.scalekit.routing.balance;

/** The same for the same key. Immutable. */
final class Sticky<T> implements Balancer<T> {
    private final double loadFactor;

    Sticky(double loadFactor) {
        this.loadFactor = loadFactor;
    }

    /**
     * Returns the candidate with the highest score for the key of those that are not full. One is not: together they
     * may have more than there is.
     */
    @Override
    public int select(Candidates<? extends T> candidates, long bits) {
        int size = candidates.size();
        long inFlight = 1;
        double weight = 0;
        for (int i = 0; i < size; i++) {
            inFlight += candidates.inFlight(i);
            weight += candidates.weight(i);
        }
        double part = loadFactor * inFlight / weight;
        int best = -1;
        double highest = -1;
        for (int i = 0; i < size; i++) {
            if (candidates.inFlight(i) + 1 <= Math.ceil(part * candidates.weight(i))) {
                double score = score(candidates, i, bits);
                if (score > highest) {
                    highest = score;
                    best = i;
                }
            }
        }
        // What is in flight may have grown since it was added up.
        return best >= 0 ? best : candidates.byWeight(bits);
    }

    /** The highest of such scores falls to a candidate as often as its weight's part of all weights. */
    static double score(Candidates<?> candidates, int index, long bits) {
        return -candidates.weight(index) / Math.log(Mix.unit(Mix.next(bits ^ candidates.hash(index))));
    }

    @Override
    public String toString() {
        return "sticky(" + loadFactor + ")";
    }
}
