package dev.scalekit.examples.demo;

import com.sun.net.httpserver.Headers;
import dev.scalekit.examples.proxy.ReverseProxy;
import dev.scalekit.examples.proxy.Upstreams;
import dev.scalekit.routing.balance.LoadBalancer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The one address that the customers know, and the balancer behind it. Thread-safe. */
final class Front implements Component, AutoCloseable {
    static final String ID = "balancer";

    private static final int THREADS = 64;
    /** Shorter than a customer waits, so that there is time to ask another server. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final BalancerBox box;
    private final Route route;
    private final ReverseProxy proxy;

    private Front(WebFarm farm, Route route) throws IOException {
        this.box = new BalancerBox(ID, "Load balancer", farm, null);
        this.route = route;
        this.proxy = ReverseProxy.start(route, THREADS, TIMEOUT);
    }

    /** Where requests go, which a later step may change while they come. Thread-safe. */
    private static final class Route implements Upstreams {
        private volatile Upstreams now;

        Route(Upstreams first) {
            this.now = first;
        }

        @Override
        public LoadBalancer<URI> of(Headers request) {
            return now.of(request);
        }

        @Override
        public Optional<LoadBalancer<URI>> elsewhere(Headers request, LoadBalancer<URI> tried) {
            return now.elsewhere(request, tried);
        }
    }

    /** Listens for what is meant for the servers of a farm. */
    static Front start(WebFarm farm) throws IOException {
        return new Front(farm, new Route(request -> farm.balancer()));
    }

    /** Sends requests another way from now on. */
    void send(Upstreams next) {
        route.now = next;
    }

    URI address() {
        return proxy.address();
    }

    WebFarm farm() {
        return box.farm();
    }

    @Override
    public String id() {
        return box.id();
    }

    @Override
    public Kind kind() {
        return box.kind();
    }

    @Override
    public String label() {
        return box.label();
    }

    @Override
    public Status status() {
        return box.status();
    }

    @Override
    public List<Fact> facts() {
        return box.facts();
    }

    @Override
    public List<Link> links() {
        return box.links();
    }

    @Override
    public Optional<String> artificial() {
        return box.artificial();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
