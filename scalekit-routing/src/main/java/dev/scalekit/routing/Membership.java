package dev.scalekit.routing;

import dev.scalekit.routing.balance.Drained;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** Changes which nodes a router has, and which of them are read. Thread-safe. */
final class Membership {
    private final Nodes nodes;
    private final Monitoring monitoring;
    private final ReentrantLock lock = new ReentrantLock();

    /** Has a node asked what it is, and has it asked no more. */
    interface Monitoring {
        void begin(Node node);

        void end(String name);
    }

    private final Ticker ticker;
    private boolean closed;

    Membership(Nodes nodes, Monitoring monitoring, Ticker ticker) {
        this.nodes = nodes;
        this.monitoring = monitoring;
        this.ticker = ticker;
    }

    void add(Node node) {
        lock.lock();
        try {
            requireOpen();
            if (nodes.find(node.name()) != null) {
                throw new IllegalArgumentException("node names must differ: " + node.name());
            }
            // What was heard before is about another one of that name, or about nobody.
            node.suspect(ticker.nanos());
            nodes.put(node);
            monitoring.begin(node);
        } finally {
            lock.unlock();
        }
    }

    boolean remove(String name) {
        lock.lock();
        try {
            requireOpen();
            if (nodes.remove(name) == null) {
                return false;
            }
            monitoring.end(name);
            nodes.follow();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void replace(Node node) {
        lock.lock();
        try {
            require(node.name());
            remove(node.name());
            add(node);
        } finally {
            lock.unlock();
        }
    }

    CompletableFuture<Drained> drain(String name, Duration bound) {
        lock.lock();
        try {
            require(name);
            return nodes.drain(name, bound);
        } finally {
            lock.unlock();
        }
    }

    void resume(String name) {
        lock.lock();
        try {
            require(name);
            nodes.resume(name);
        } finally {
            lock.unlock();
        }
    }

    /** Changes nothing from now on. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(nodes.name() + " is closed");
        }
    }

    private void require(String name) {
        requireOpen();
        if (nodes.find(name) == null) {
            throw new IllegalArgumentException("node must be one of " + nodes.names() + ": " + name);
        }
    }
}
