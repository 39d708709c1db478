package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Function;

/**
 * Finds out whether an endpoint is well. {@link HttpProbe} and {@link TcpProbe} do for most.
 *
 * <p>Called by threads of the balancer, one call at a time for each endpoint, under no lock. It may block; after the
 * timeout it counts as failed, and is left to end by itself: until then no other probe of that endpoint begins. It is
 * interrupted when the balancer is closed. Nobody closes it.
 */
@FunctionalInterface
public interface HealthProbe<T> {
    /**
     * Returns if the endpoint is well.
     *
     * @param timeout how long it may take
     * @throws Exception if it is not; what it says is the reason that people get to read
     */
    void check(T target, Duration timeout) throws Exception;

    /**
     * Returns this probe for endpoints of another type.
     *
     * @param part returns what this probe looks at
     */
    default <U> HealthProbe<U> on(Function<? super U, ? extends T> part) {
        requireNonNull(part, "part");
        return (target, timeout) -> check(part.apply(target), timeout);
    }
}
