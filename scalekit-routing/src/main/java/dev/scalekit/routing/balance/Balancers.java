package dev.scalekit.routing.balance;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The usual ways to choose an endpoint. All look at the weights; all work for any endpoint.
 *
 * <table>
 * <caption>Which to take</caption>
 * <tr><th>balancer</th><th>takes</th><th>for</th></tr>
 * <tr><td>{@link #twoChoices}</td><td>of two at random the one with less in flight</td><td>most things; the
 * default</td></tr>
 * <tr><td>{@link #peakEwma}</td><td>of two at random the one that will answer sooner</td><td>endpoints of which some
 * are slower at times</td></tr>
 * <tr><td>{@link #leastInFlight}</td><td>the one with the least in flight</td><td>few endpoints, long calls</td></tr>
 * <tr><td>{@link #roundRobin}</td><td>one after the other</td><td>calls that all cost the same</td></tr>
 * <tr><td>{@link #random}</td><td>one at random, by weight</td><td>many independent clients</td></tr>
 * <tr><td>{@link #sticky}</td><td>by the key, always the same</td><td>endpoints that remember or cache</td></tr>
 * </table>
 *
 * Not instantiable; what it returns is thread-safe.
 */
public final class Balancers {
    private Balancers() {}

    /**
     * Takes of two endpoints, drawn at random, the one that has less in flight for its weight; the first, drawn by
     * weight, if both have the same. Far better than one at random (Mitzenmacher, "The Power of Two Choices in
     * Randomized Load Balancing", IEEE TPDS 12(10), 2001), and unlike the least of all it does not send every client to
     * the same one.
     */
    public static <T> Balancer<T> twoChoices() {
        return TwoChoices::select;
    }

    /**
     * Takes of two endpoints, drawn at random, the one with the lower product of latency and calls in flight, for its
     * weight. The latency follows a slower answer at once and a faster one slowly, as Finagle's "peak EWMA" does. An
     * endpoint that fails fast does not look fast: a failure never lowers the latency.
     */
    public static <T> Balancer<T> peakEwma() {
        return PeakEwma::select;
    }

    /** Takes the endpoint that has the least in flight for its weight; one of these drawn by weight if several have. */
    public static <T> Balancer<T> leastInFlight() {
        return LeastInFlight::select;
    }

    /**
     * Takes one after the other. With different weights, each is taken in proportion and as evenly in between as a
     * sequence can be that remembers nothing (multiples of the golden ratio; the distances are the three of Steinhaus'
     * theorem). The place to start is random, so that many clients that start together do not march in step.
     */
    public static <T> Balancer<T> roundRobin() {
        return new RoundRobin<>(ThreadLocalRandom.current().nextLong());
    }

    /** Takes one at random, in proportion to the weights. */
    public static <T> Balancer<T> random() {
        return Candidates::byWeight;
    }

    /**
     * Takes for one key always the same endpoint, as long as it is there, on every machine with the same endpoints. When an
     * endpoint goes, only its keys move; when one comes, keys move to it and nowhere else (weighted rendezvous hashing:
     * Thaler and Ravishankar, 1998; Schindelhauer and Schomaker, 2005). A pick without a key takes any. Looks at all
     * endpoints.
     */
    public static <T> Balancer<T> sticky() {
        return sticky(Double.POSITIVE_INFINITY);
    }

    /**
     * Does what {@link #sticky()} does with a bound: while an endpoint has more in flight than it should, its keys go to
     * their next one (Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with Bounded Loads", 2018). The lower the
     * bound and the less is in flight, the more picks leave home though nobody is overloaded: of ten endpoints with ten
     * calls each, about a tenth with a factor of 1.25.
     *
     * @param loadFactor how many times its part of what is in flight an endpoint may have; at least 1
     * @throws IllegalArgumentException if it is less than 1 or not a number
     */
    public static <T> Balancer<T> sticky(double loadFactor) {
        return new Sticky<>(Bounds.requireAtLeast(loadFactor, "loadFactor", 1));
    }
}
