package dev.scalekit.routing.balance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The endpoints of a balancer, and all that changes where they are. Thread-safe.
 *
 * <p>One lock guards it. Each change ends by publishing a snapshot, which is all that picks look at; so they never wait,
 * and never see half of a change. Nothing of the user's runs under the lock: probes are returned to whoever ticks, and
 * events go to a queue.
 */
final class Roster<T> {
    private static final long AGING_NANOS = Duration.ofSeconds(1).toNanos();

    private final RosterOptions options;
    private final Environment environment;
    private final Events events;
    private final Runnable wake;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Node<T>> nodes = new ArrayList<>();
    /** What nobody may hear of before the snapshot shows it. */
    private final List<EndpointChange> untold = new ArrayList<>();

    private long agedAt;
    private boolean closed;
    private volatile Snapshot<T> snapshot = new Snapshot<>(0, List.of(), List.of(), List.of(), 0, false);

    /** @param wake called when something may be due earlier than was said */
    Roster(RosterOptions options, Environment environment, Events events, Runnable wake) {
        this.options = options;
        this.environment = environment;
        this.events = events;
        this.wake = wake;
        this.agedAt = environment.ticker().nanos();
    }

    Snapshot<T> snapshot() {
        return snapshot;
    }

    /** Adds the endpoints that are there from the beginning. */
    void begin(List<Endpoint<T>> endpoints) {
        lock.lock();
        try {
            endpoints.forEach(endpoint -> nodes.add(node(endpoint, false)));
            publish();
        } finally {
            lock.unlock();
        }
    }

    void add(Endpoint<T> endpoint) {
        lock.lock();
        try {
            if (nodes.stream().anyMatch(node -> node.name().equals(endpoint.name()))) {
                throw new IllegalArgumentException("endpoint names must differ: " + endpoint.name());
            }
            Node<T> node = node(endpoint, true);
            EndpointState state = node.health.state();
            nodes.add(node);
            publish();
            events.tell(it -> it.added(endpoint.name(), state));
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    private Node<T> node(Endpoint<T> endpoint, boolean ramps) {
        long now = environment.ticker().nanos();
        Health health = new Health(
                endpoint.name(),
                options.health(),
                ramps,
                now,
                environment.wall().instant());
        ProbeRounds rounds = new ProbeRounds(options.interval(), options.timeout(), Mix.hash(endpoint.name()), now);
        return new Node<>(endpoint, health, rounds, new Counts(options.health().ejection()), now);
    }

    boolean remove(String name) {
        lock.lock();
        try {
            Optional<Node<T>> found = find(name);
            found.ifPresent(node -> {
                nodes.remove(node);
                publish();
                // Whoever picked it from the snapshot before, and has no lease yet, picks again.
                node.inFlight().shut();
                endDrain(node);
                events.tell(it -> it.removed(name));
            });
            return found.isPresent();
        } finally {
            lock.unlock();
        }
    }

    void reweight(String name, double weight) {
        lock.lock();
        try {
            Node<T> node = require(name);
            double others = nodes.stream()
                    .filter(other -> other != node)
                    .mapToDouble(other -> other.weight)
                    .sum();
            if (weight + others == 0) {
                throw new IllegalArgumentException(
                        "weight of " + name + " must be above 0, as it is that of all other endpoints: " + weight);
            }
            node.weight = weight;
            publish();
        } finally {
            lock.unlock();
        }
    }

    CompletableFuture<Drained> drain(String name, Duration bound) {
        lock.lock();
        try {
            Node<T> node = require(name);
            Drain going = node.drain;
            if (going != null) {
                return going.done().copy();
            }
            if (node.health.state() == EndpointState.DRAINED) {
                return CompletableFuture.completedFuture(new Drained(name, 0, Duration.ZERO));
            }
            long now = environment.ticker().nanos();
            Drain drain = new Drain(now, now + bound.toNanos(), new CompletableFuture<>());
            node.drain = drain;
            node.health.drain();
            settle(node);
            // The snapshot first: whoever finds the gate shut looks at the snapshot again, and must not find it there.
            publish();
            if (node.inFlight().shut()) {
                drained(node);
            }
            if (closed) {
                // Since a moment ago: nobody would end it any more, and nobody has its future yet.
                node.drain = null;
                drain.done().complete(new Drained(name, node.inFlight().count(), Duration.ZERO));
            }
            return drain.done().copy();
        } finally {
            lock.unlock();
            wake.run();
        }
    }

    void resume(String name) {
        lock.lock();
        try {
            Node<T> node = require(name);
            EndpointState state = node.health.state();
            if (state != EndpointState.DRAINING && state != EndpointState.DRAINED) {
                throw new IllegalArgumentException(name + " must be drained or draining to be resumed: " + state);
            }
            endDrain(node);
            node.inFlight().open();
            node.health.resume(environment.ticker().nanos());
            settle(node);
            publish();
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    void down(String name, String why) {
        lock.lock();
        try {
            Node<T> node = require(name);
            node.health.toldDown(why, environment.ticker().nanos());
            if (settle(node)) {
                publish();
            }
        } finally {
            lock.unlock();
        }
    }

    void up(String name) {
        lock.lock();
        try {
            Node<T> node = require(name);
            long now = environment.ticker().nanos();
            if (node.health.toldUp(now)) {
                // Of before, and of what has brought it down.
                node.counts().forget(now);
                node.latency().forget(now);
                settle(node);
                publish();
            }
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    /** The last lease of an endpoint that is being drained has ended. */
    void idle(Node<T> node) {
        lock.lock();
        try {
            // It may have been resumed or removed since.
            if (nodes.contains(node)
                    && node.health.state() == EndpointState.DRAINING
                    && node.inFlight().count() == 0) {
                drained(node);
            }
        } finally {
            lock.unlock();
        }
    }

    private void drained(Node<T> node) {
        node.health.drained();
        settle(node);
        publish();
        endDrain(node);
    }

    private void endDrain(Node<T> node) {
        Drain drain = node.drain;
        if (drain != null) {
            node.drain = null;
            Drained result = new Drained(
                    node.name(),
                    node.inFlight().count(),
                    Duration.ofNanos(environment.ticker().nanos() - drain.started()));
            events.complete(() -> drain.done().complete(result));
        }
    }

    /** Takes an endpoint out of rotation, if it is in it and the cap allows it. */
    void eject(Node<T> node, String why) {
        long now = environment.ticker().nanos();
        lock.lock();
        try {
            // Counted anew in any case: not each further failure has to come here.
            node.counts().forget(now);
            if (nodes.contains(node) && node.health.state() == EndpointState.UP && mayEject()) {
                node.health.eject(why, now);
                settle(node);
                publish();
            }
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    /** One of those that could be taken has to be left, and the cap is of these. */
    private boolean mayEject() {
        int up = count(EndpointState.UP);
        int ejected = count(EndpointState.EJECTED);
        return up > 1 && ejected < options.health().ejection().most(up + ejected);
    }

    private int count(EndpointState state) {
        return (int) nodes.stream()
                .filter(node -> node.weight > 0 && node.health.state() == state)
                .count();
    }

    void probeAnswered(Node<T> node) {
        probed(node, () -> node.health.probeSucceeded(environment.ticker().nanos()));
    }

    void probeFailed(Node<T> node, String why) {
        probed(node, () -> node.health.probeFailed(why));
    }

    /** The probe could not be made, so nothing is known. */
    void probeMissed(Node<T> node) {
        probed(node, () -> {});
    }

    private void probed(Node<T> node, Runnable result) {
        lock.lock();
        try {
            expire(node, environment.ticker().nanos());
            // Probes are interrupted at the end, which says nothing of the endpoint.
            if (node.rounds.end() && !closed && nodes.contains(node)) {
                result.run();
            }
            if (!closed && nodes.contains(node) && settle(node)) {
                publish();
            }
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    /** Does what is due. */
    Tick<T> tick() {
        long now = environment.ticker().nanos();
        lock.lock();
        try {
            boolean changed = false;
            List<Node<T>> probes = new ArrayList<>();
            for (Node<T> node : nodes) {
                changed |= isChanged(node, now);
                if (options.health().isProbed() && node.rounds.tryBegin(now)) {
                    probes.add(node);
                }
                Drain drain = node.drain;
                if (drain != null && now - drain.deadline() >= 0) {
                    endDrain(node);
                }
            }
            age(now);
            if (changed) {
                publish();
            }
            return new Tick<>(probes, nextIn(now));
        } finally {
            lock.unlock();
        }
    }

    private boolean isChanged(Node<T> node, long now) {
        Health health = node.health;
        expire(node, now);
        if (health.isEjected() && now - health.ejectedUntil() >= 0) {
            health.endEjection(now);
            // Calls that were under way when it was ejected have failed since, and say nothing new.
            node.counts().forget(now);
        }
        boolean moved = settle(node);
        boolean grown = health.grow(now);
        return moved || grown;
    }

    /** A probe that should have ended has failed, whatever comes of it later. */
    private void expire(Node<T> node, long now) {
        if (node.rounds.tryExpire(now)) {
            node.health.probeFailed("no answer within " + options.timeout());
        }
    }

    private void age(long now) {
        if (now - agedAt >= AGING_NANOS) {
            agedAt = now;
            nodes.forEach(node -> node.latency().age(now));
        }
    }

    private long nextIn(long now) {
        long wait = AGING_NANOS;
        for (Node<T> node : nodes) {
            wait = Math.min(wait, node.dueIn(now, options.health().isProbed()));
        }
        return Math.max(0, wait);
    }

    /** Finds out where a node is; tells if there is something new to be read of it. */
    private boolean settle(Node<T> node) {
        String before = node.health.reason();
        Optional<EndpointChange> change = node.health.settle(environment.wall().instant());
        change.ifPresent(untold::add);
        return change.isPresent() || !before.equals(node.health.reason());
    }

    private void publish() {
        Snapshot<T> before = snapshot;
        Snapshot<T> after = options.snapshots().of(before.version() + 1, nodes);
        snapshot = after;
        untold.forEach(events::changed);
        untold.clear();
        if (after.panic() && !before.panic()) {
            events.panicked(after.usable());
        } else if (before.panic() && !after.panic()) {
            events.tell(BalancerListener::calmed);
        }
    }

    private Optional<Node<T>> find(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    private Node<T> require(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("endpoint must be one of " + nodes + ": " + name));
    }

    List<EndpointStats> stats() {
        lock.lock();
        try {
            return nodes.stream()
                    .map(node ->
                            node.counts().stats(node.name(), node.inFlight().count(), node.health.ejections()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Ends what waits for something that will not come any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            nodes.forEach(this::endDrain);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What comes of looking around.
     *
     * @param probes which endpoints to probe now
     * @param nextIn in how many nanoseconds to look again
     */
    record Tick<T>(List<Node<T>> probes, long nextIn) {}
}
