package dev.scalekit.routing.balance;

/**
 * Hears what happens to regions. The method does nothing by default; later releases may add some.
 *
 * <p>Called after the fact, by one thread of the balancer, one call at a time, in order, without a lock. It may block and
 * may call the balancer back. What it throws is logged and changes nothing. If it is so slow that 100,000 calls wait,
 * further ones are left out, and the log says so. Nobody closes it.
 */
public interface RegionListener {
    /**
     * A region keeps another part of its users than before.
     *
     * @param status as it is now
     * @param before which part it kept, from 0 to 1
     */
    default void changed(RegionStatus status, double before) {}
}
