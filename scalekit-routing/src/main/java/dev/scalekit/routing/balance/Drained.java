package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How draining an endpoint went. Immutable.
 *
 * @param name the endpoint's
 * @param left leases that were still open when the time was over; 0 if it is idle, and will stay so
 * @param took how long it took
 */
public record Drained(String name, int left, Duration took) {
    public Drained {
        requireNonNull(name, "name");
        requireNonNull(took, "took");
    }

    /** Whether nothing is in flight any more. */
    public boolean isIdle() {
        return left == 0;
    }
}
