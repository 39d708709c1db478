package dev.scalekit.routing.balance;

/**
 * The endpoints that may be taken, as a {@link Balancer} sees them. Which they are and what they weigh is a snapshot
 * that does not change; what is in flight and the latency are read at each call. Indexes mean something within one
 * snapshot only. Thread-safe.
 */
public interface Candidates<T> {
    /** Returns how many there are, at least 1. */
    int size();

    /** Returns what the user gave to the balancer. */
    T target(int index);

    /** Returns a hash of the endpoint's name, the same on every machine. */
    long hash(int index);

    /** Returns the weight, more than 0; that of an endpoint in slow start is a part of what was set. */
    double weight(int index);

    /** Tells whether all weigh the same. */
    boolean isEven();

    /** Returns how many leases are open now. */
    int inFlight(int index);

    /** Returns its latency in nanoseconds as a peak-sensitive moving average; 0 if nothing has been measured yet. */
    double latencyNanos(int index);

    /**
     * Returns an index in proportion to the weights: the one whose part of a line a point is in.
     *
     * @param bits where the point is, the highest of them first; with bits that are each as often set as not, an index
     *     drawn at random
     */
    int byWeight(long bits);
}
