package dev.scalekit.examples.demo;

import dev.scalekit.testkit.TcpFaultProxy;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The way from the front to the servers of a region, which can be cut. Thread-safe. */
final class Road implements AutoCloseable {
    /** By the id of the server. */
    private final Map<String, TcpFaultProxy> lanes = new ConcurrentHashMap<>();

    /** Returns under which address the front reaches a server. */
    URI to(WebServer server) {
        TcpFaultProxy lane = lanes.computeIfAbsent(
                server.id(), any -> TcpFaultProxy.to(server.address().getPort()));
        return URI.create("http://127.0.0.1:" + lane.port());
    }

    /** From now on nothing passes, and nobody is told: what is sent is gone. */
    void cut() {
        lanes.values().forEach(TcpFaultProxy::blackHole);
    }

    /** Lets everything pass again, over new connections: what was sent over the old ones is gone. */
    void mend() {
        lanes.values().forEach(lane -> {
            lane.heal();
            lane.reset();
        });
    }

    @Override
    public void close() {
        lanes.values().forEach(TcpFaultProxy::close);
    }
}
