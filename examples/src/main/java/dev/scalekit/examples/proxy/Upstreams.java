package dev.scalekit.examples.proxy;

import com.sun.net.httpserver.Headers;
import dev.scalekit.routing.balance.LoadBalancer;
import java.net.URI;

/** Says which servers a request is for. Called by many threads at once. */
@FunctionalInterface
public interface Upstreams {
    /**
     * Returns the balancer over the servers.
     *
     * @param request the headers of the request, as they came
     */
    LoadBalancer<URI> of(Headers request);
}
