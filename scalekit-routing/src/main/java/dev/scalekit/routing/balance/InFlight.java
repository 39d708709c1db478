package dev.scalekit.routing.balance;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the leases of an endpoint, behind a gate that can be shut. Thread-safe.
 *
 * <p>A picker works on a snapshot that may be a moment old, so the endpoint may be draining when its lease begins. Gate
 * and count are one number, which makes the two agree: either the lease begins before the gate is shut, and whoever
 * shuts it waits for it; or it does not begin at all.
 */
final class InFlight {
    private static final int SHUT = Integer.MIN_VALUE;

    /** The count in the lower 31 bits; negative while the gate is shut. */
    private final AtomicInteger state = new AtomicInteger();

    /** Begins a lease; false, and nothing has happened, if the gate is shut. */
    boolean tryBegin() {
        // Not added first and taken back at a shut gate: whoever ended the last lease meanwhile would not see it.
        int now = state.get();
        while (now >= 0) {
            int seen = state.compareAndExchange(now, now + 1);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    /** Ends a lease; true if it was the last one and the gate is shut. */
    boolean end() {
        return state.decrementAndGet() == SHUT;
    }

    /** Shuts the gate; true if no lease is open. Shutting it again does nothing. */
    boolean shut() {
        return state.updateAndGet(now -> now | SHUT) == SHUT;
    }

    void open() {
        state.updateAndGet(now -> now & ~SHUT);
    }

    int count() {
        return state.get() & ~SHUT;
    }
}
