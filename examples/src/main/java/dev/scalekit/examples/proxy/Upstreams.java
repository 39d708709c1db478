package dev.scalekit.examples.proxy;

import com.sun.net.httpserver.Headers;
import dev.scalekit.routing.balance.LoadBalancer;
import java.net.URI;
import java.util.Optional;

/** Says which servers a request is for. Called by many threads at once. */
@FunctionalInterface
public interface Upstreams {
    /**
     * Returns the balancer over the servers.
     *
     * @param request the headers of the request, as they came
     */
    LoadBalancer<URI> of(Headers request);

    /**
     * Returns other servers, for a request that may be sent again and for which none of the first ones is left. Asked once a
     * request at most.
     *
     * @param tried what {@link #of} returned
     */
    default Optional<LoadBalancer<URI>> elsewhere(Headers request, LoadBalancer<URI> tried) {
        return Optional.empty();
    }
}
