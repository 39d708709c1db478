package dev.scalekit.routing.balance;

/**
 * Chooses one of several endpoints. {@link Balancers} has the usual ones; write another one where they do not fit.
 *
 * <p>Called for every pick, by the threads that pick, many at once, under no lock. It must not block. What it throws
 * reaches the caller of {@link LoadBalancer#pick()}, and so does an {@link IllegalStateException} if it returns what is
 * no index.
 *
 * @param <T> what an endpoint is; a balancer that does not look at it works for any
 */
@FunctionalInterface
public interface Balancer<T> {
    /**
     * Returns the index of the endpoint to take.
     *
     * @param candidates what may be taken, at least one; a snapshot but for the figures in flight and of latency
     * @param bits 64 bits, each as often set as not: a hash of the key if the pick has one, the same for the same key
     *     on every machine, and random otherwise
     * @return from 0 to {@code candidates.size() - 1}
     */
    int select(Candidates<? extends T> candidates, long bits);
}
