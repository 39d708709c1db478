package dev.scalekit.routing.balance;

/** Where an endpoint is. Only those that are {@link #UP} are taken, but for the exceptions below. */
public enum EndpointState {
    /** Its first probe has not been answered. Taken only while no endpoint is up, as right after the start. */
    JOINING,
    /** In rotation; maybe in slow start. */
    UP,
    /** Its probe fails, or somebody {@linkplain LoadBalancer#down says so}. Never taken. */
    DOWN,
    /** Its calls failed. Taken only in a panic: when too few endpoints are up to bear the load. */
    EJECTED,
    /** Being emptied: never taken, and some leases are still open. */
    DRAINING,
    /** Emptied: never taken, and no lease is open. */
    DRAINED
}
