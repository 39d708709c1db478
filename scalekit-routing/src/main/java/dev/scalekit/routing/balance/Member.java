package dev.scalekit.routing.balance;

/**
 * An endpoint, as far as it matters for whether it may be taken. Immutable.
 *
 * @param state where it is
 * @param weight as it was set, from 0
 * @param part how much of its weight slow start leaves it, above 0 and up to 1
 * @param level how far away it is: 0 for the zone of the balancer, more for others
 */
record Member(EndpointState state, double weight, double part, int level) {
    /** Whether it is there to be used, if only it were well. */
    boolean isActive() {
        return state != EndpointState.DRAINING && state != EndpointState.DRAINED;
    }

    boolean isUp() {
        return state == EndpointState.UP;
    }
}
