package dev.scalekit.routing.balance;

import java.util.Optional;

/**
 * An endpoint that was picked, until what it was picked for is over. Use it in a try-with-resources statement, and say
 * what came of it; closed without that, it counts as cancelled, which says nothing about the endpoint. The first
 * outcome counts, and what is said later changes nothing. A lease that is never closed counts as in flight for ever.
 *
 * <p>What is said takes effect before the method returns. Thread-safe.
 */
public interface Lease<T> extends AutoCloseable {
    /** Returns the endpoint. */
    T target();

    /** Returns the name of the endpoint, for logs and meters. */
    String name();

    /**
     * Says that the answer has begun: the endpoint's latency ends here. Without it, it ends with the outcome. For
     * answers that are streamed to somebody who may be slow.
     */
    void answered();

    /** Says that the endpoint did what was asked. */
    void success();

    /** Says that it did not, and whose failure that was. */
    void failed(Origin origin);

    /** Says what came of it, as an {@link OutcomeClassifier} tells it. */
    void ended(Outcome outcome);

    /**
     * Picks another endpoint for the same purpose, none that was tried for it before. May be asked once, after {@link
     * #failed}. Whether it may be tried again at all, since the endpoint may have done it, is the caller's to know.
     *
     * @return empty if the attempts of the balancer's {@linkplain LoadBalancerBuilder#retries retries}, their budget or
     *     the endpoints are used up, or the balancer is closed
     * @throws IllegalStateException if this lease has not failed, or was asked before
     */
    Optional<Lease<T>> retry();

    /** Ends the lease; cancelled, if nothing was said of it. */
    @Override
    void close();
}
