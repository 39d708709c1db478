package dev.scalekit.examples.proxy;

import com.sun.net.httpserver.HttpExchange;
import dev.scalekit.routing.balance.BalancerException;
import dev.scalekit.routing.balance.Lease;
import dev.scalekit.routing.balance.LoadBalancer;
import dev.scalekit.routing.balance.NoEndpointException;
import dev.scalekit.routing.balance.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way to a server, or to several until one answers. Used by one thread. */
final class Forwarding {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    private final HttpExchange http;
    private final HttpClient network;
    private final Duration timeout;
    private final Request request;
    /** Servers that were not asked yet. */
    private Supplier<Optional<LoadBalancer<URI>>> others = Optional::empty;

    Forwarding(HttpExchange http, HttpClient network, Duration timeout) {
        this.http = http;
        this.network = network;
        this.timeout = timeout;
        this.request = new Request(http, network.executor().orElseThrow());
    }

    /**
     * Asks the servers and answers the client.
     *
     * @throws IOException if the answer could not all be sent: the JDK's server then cuts the connection
     */
    void through(Upstreams upstreams) throws IOException {
        if (!request.isForServers()) {
            refuse(501, "not passed on: " + http.getRequestMethod() + " " + http.getRequestURI());
            return;
        }
        try {
            LoadBalancer<URI> first = upstreams.of(http.getRequestHeaders());
            others = () -> upstreams.elsewhere(http.getRequestHeaders(), first);
            Optional<Lease<URI>> lease = pick(first);
            while (lease.isPresent()) {
                lease = attempt(lease.get());
            }
        } catch (BalancerException e) {
            LOG.debug("{} was sent nowhere", http.getRequestURI(), e);
            refuse(503, "no server takes requests now");
        }
    }

    /** Nothing was sent yet where there is no server, so whatever it is may be sent elsewhere. */
    private Optional<Lease<URI>> pick(LoadBalancer<URI> first) {
        try {
            return Optional.of(first.pick());
        } catch (NoEndpointException e) {
            return Optional.of(elsewhere().orElseThrow(() -> e));
        }
    }

    /** Picks among other servers, once. */
    private Optional<Lease<URI>> elsewhere() {
        Optional<LoadBalancer<URI>> next = others.get();
        others = Optional::empty;
        return next.map(LoadBalancer::pick);
    }

    /** Asks one server; returns the next one to ask, or nothing where the client has been answered. */
    private Optional<Lease<URI>> attempt(Lease<URI> lease) throws IOException {
        try (lease) {
            HttpResponse<InputStream> answer;
            try {
                answer = network.send(request.to(lease.target(), timeout), BodyHandlers.ofInputStream());
            } catch (IOException e) {
                return afterFailure(lease, e);
            }
            lease.answered();
            new Answer(answer, http, request.isHead()).deliver(lease);
        } catch (IllegalArgumentException e) {
            refuse(400, "not a request that can be passed on");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the proxy ends", e);
        }
        return Optional.empty();
    }

    private Optional<Lease<URI>> afterFailure(Lease<URI> lease, IOException failure) throws IOException {
        if (request.isBroken()) {
            // The client's failure, and not the server's: the lease ends without one.
            throw failure;
        }
        lease.failed(Origin.LOCAL);
        Optional<Lease<URI>> next =
                request.maySendAgain(failure) ? lease.retry().or(this::elsewhere) : Optional.empty();
        LOG.debug("{} did not answer, and {} is asked next", lease.name(), next.map(Lease::name), failure);
        if (next.isEmpty()) {
            boolean late = failure instanceof HttpTimeoutException;
            refuse(late ? 504 : 502, late ? "the server took too long" : "the server did not answer");
        }
        return next;
    }

    private void refuse(int status, String why) throws IOException {
        byte[] bytes = (why + "\n").getBytes(StandardCharsets.UTF_8);
        http.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        http.sendResponseHeaders(status, request.isHead() ? -1 : bytes.length);
        if (!request.isHead()) {
            http.getResponseBody().write(bytes);
        }
        http.close();
    }
}
