package dev.scalekit.routing.balance;

/**
 * Hears what happens to the endpoints of a balancer, for meters and alarms. Each method does nothing by default; later
 * releases may add some. What happens to each pick is counted in {@link LoadBalancer#stats} instead.
 *
 * <p>Called after the fact, by one thread of the balancer, one call at a time, in order, without a lock. It may block,
 * which delays the next call and the futures of {@link LoadBalancer#drain}, and may call the balancer back. What it
 * throws is logged and changes nothing. If it is so slow that 100,000 calls wait, further ones are left out, and the
 * log says so. Nobody closes it.
 */
public interface BalancerListener {
    /** An endpoint went from one state to another. */
    default void changed(EndpointChange change) {}

    /** An endpoint was added; it is in {@code state}. */
    default void added(String name, EndpointState state) {}

    /** An endpoint was removed. */
    default void removed(String name) {}

    /**
     * So little is up that ejected endpoints are taken as well.
     *
     * @param usable which part of the weight is up, from 0 to 1
     */
    default void panicked(double usable) {}

    /** Enough is up again. */
    default void calmed() {}
}
