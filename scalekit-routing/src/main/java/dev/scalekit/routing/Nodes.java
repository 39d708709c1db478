package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import dev.scalekit.routing.balance.Drained;
import dev.scalekit.routing.balance.LoadBalancer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes of a router: follows what is known of them, such that the replicas that may be read are those of the balancer, and
 * nothing is done any more on connections to what is gone. Thread-safe.
 */
final class Nodes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private final String name;
    private final Map<String, Node> nodes = new ConcurrentHashMap<>();
    private final Cluster cluster;
    private final LoadBalancer<Node> replicas;
    private final Lent lent;
    private final RoutingCounts counts;
    private final Executor breaking;
    private final BiConsumer<TopologySnapshot, TopologySnapshot> changed;

    /** Held while the balancer is brought in line, so that an older view does not undo what a newer one has done. */
    private final ReentrantLock following = new ReentrantLock();

    /** Replicas that the balancer has; those that are not read now count as down there, so that others of their zone are spared. */
    private final Set<String> balanced = new HashSet<>();

    /** Of these, those that are not read now. */
    private final Set<String> away = new HashSet<>();

    private final Set<String> cutOff = new HashSet<>();
    private TopologySnapshot told;

    private volatile @Nullable Monitor monitor;

    /**
     * @param breaking does what may take a moment with connections that are broken off
     * @param changed hears of each other topology, one at a time; it must not wait
     */
    Nodes(
            String name,
            Cluster cluster,
            LoadBalancer<Node> replicas,
            Lent lent,
            RoutingCounts counts,
            Executor breaking,
            BiConsumer<TopologySnapshot, TopologySnapshot> changed) {
        this.name = name;
        this.cluster = cluster;
        this.replicas = replicas;
        this.lent = lent;
        this.counts = counts;
        this.breaking = breaking;
        this.changed = changed;
        this.told = cluster.topology();
    }

    String name() {
        return name;
    }

    View view() {
        return cluster.view();
    }

    /** Returns when the last question was sent: what is done now is covered by the answer to any later one. */
    long lastAskedNanos() {
        return cluster.lastAskedNanos();
    }

    TopologySnapshot topology() {
        return cluster.topology();
    }

    LoadBalancer<Node> replicas() {
        return replicas;
    }

    /** Returns the connections that are in use. */
    Lent lent() {
        return lent;
    }

    @Nullable
    Node find(String name) {
        return nodes.get(name);
    }

    /** Tells whether there is one node only: then reads on the primary are no emergency. */
    boolean isSingle() {
        return nodes.size() == 1;
    }

    boolean any(Predicate<Node> wanted) {
        return nodes.values().stream().anyMatch(wanted);
    }

    Set<String> names() {
        return new TreeSet<>(nodes.keySet());
    }

    /** Adds a node that is not there yet. */
    void put(Node node) {
        nodes.put(node.name(), node);
    }

    /** Returns the node that was there, and is not any more. */
    @Nullable
    Node remove(String name) {
        Node removed = nodes.remove(name);
        if (removed != null) {
            removed.removed();
            follow();
        }
        return removed;
    }

    void monitoredBy(Monitor monitor) {
        this.monitor = monitor;
    }

    /** Somebody has met a failure: all nodes are asked now. */
    void alarm() {
        Monitor asked = monitor;
        if (asked != null) {
            asked.alarm();
        }
    }

    /** A node has failed somebody. */
    void suspect(Node node, long nowNanos) {
        node.suspect(nowNanos);
        alarm();
    }

    /** A pool had no connection to give; that it has none left says nothing of the node. */
    void notTaken(Node node, SQLException failure, long nowNanos) {
        if (Failures.isOfNode(failure)) {
            suspect(node, nowNanos);
        }
    }

    /** Tells whether a node is what it was; its pool may have taken its time, and what was gone meanwhile was not broken off. */
    @SuppressWarnings("ReferenceEquality") // Another view is another object.
    boolean isStill(Held held) {
        View view = view();
        return view == held.view || held.isAsTaken(view);
    }

    /** Somebody waits to hear how far the nodes have got. */
    void sampleSoon() {
        Monitor asked = monitor;
        if (asked != null) {
            asked.sampleSoon();
        }
    }

    /** Brings everything in line with what is known now. */
    void follow() {
        following.lock();
        try {
            View view = cluster.view();
            balance(view);
            nodes.values().forEach(node -> cutOff(node, view));
            TopologySnapshot topology = cluster.topology();
            if (topology.version() != told.version()) {
                TopologySnapshot before = told;
                told = topology;
                changed.accept(before, topology);
            }
        } finally {
            following.unlock();
        }
    }

    private void balance(View view) {
        for (String member : List.copyOf(balanced)) {
            Node node = nodes.get(member);
            if (node == null || isWriter(view, node) || (node.isDrained() && !isReplica(view, node))) {
                unbalance(member);
            } else if (!isReplica(view, node) && away.add(member)) {
                replicas.down(member, "is no replica to read now");
            }
        }
        nodes.values().forEach(node -> {
            if (isReplica(view, node) && !node.isDrained()) {
                if (balanced.add(node.name())) {
                    replicas.add(node.name(), node, options -> {
                        options.weight(node.weight());
                        if (node.zone() != null) {
                            options.zone(node.zone());
                        }
                    });
                } else if (away.remove(node.name())) {
                    replicas.up(node.name());
                }
            }
        });
    }

    private void unbalance(String member) {
        balanced.remove(member);
        away.remove(member);
        replicas.remove(member);
    }

    /** Tells whether it is none that a zone would have to do without. */
    private static boolean isWriter(View view, Node node) {
        return switch (view.of(node.name()).standing()) {
            case PRIMARY, DEPOSED, AMBIGUOUS -> true;
            case REPLICA, LAGGING, DOWN, UNKNOWN, FOREIGN, DIVERGED -> false;
        };
    }

    private static boolean isReplica(View view, Node node) {
        return view.of(node.name()).standing() == NodeStanding.REPLICA;
    }

    /** Once for each time that a node is gone. */
    private void cutOff(Node node, View view) {
        if (!isGone(view, node)) {
            cutOff.remove(node.name());
        } else if (cutOff.add(node.name())) {
            breaking.execute(() -> breakOffIfGone(node));
        }
    }

    private void breakOffIfGone(Node node) {
        if (isGone(cluster.view(), node)) {
            breakOff(node);
        }
    }

    private static boolean isGone(View view, Node node) {
        return switch (view.of(node.name()).standing()) {
            case DOWN, DEPOSED, AMBIGUOUS, FOREIGN, DIVERGED -> true;
            case PRIMARY, REPLICA, LAGGING, UNKNOWN -> false;
        };
    }

    /** A statement on a node that does not answer may wait for ever, and a write to a deposed one would be lost. */
    private void breakOff(Node node) {
        lent.forEachOf(node, held -> {
            held.breakOff();
            counts.brokenOff.increment();
        });
        try {
            node.sources().evictAll().run();
        } catch (RuntimeException e) {
            LOG.warn("{}: the pool of {} could not be rid of its connections", name, node, e);
        }
    }

    /** Has a node get no more reads; it may be none that is read now. */
    CompletableFuture<Drained> drain(String name, Duration bound) {
        following.lock();
        try {
            Seen primary = cluster.view().primary();
            if (primary != null && primary.name().equals(name)) {
                throw new IllegalArgumentException(
                        "node must not be the primary, which takes all writes: promote another one first: " + name);
            }
            Node node = requireNonNull(nodes.get(name));
            if (away.contains(name)) {
                unbalance(name);
            }
            CompletableFuture<Drained> drained = balanced.contains(name)
                    ? replicas.drain(name, bound)
                    : CompletableFuture.completedFuture(new Drained(name, lent.count(node), Duration.ZERO));
            node.drained(true);
            return drained;
        } finally {
            following.unlock();
        }
    }

    void resume(String name) {
        following.lock();
        try {
            Node node = requireNonNull(nodes.get(name));
            if (!node.isDrained()) {
                throw new IllegalArgumentException("node must be one that was drained: " + name);
            }
            node.drained(false);
            if (balanced.contains(name)) {
                replicas.resume(name);
            }
        } finally {
            following.unlock();
        }
        follow();
    }

    /** Says of each node where it stands and why. */
    String reasons() {
        return topology().nodes().stream()
                .map(node ->
                        node.name() + " is " + node.standing() + " since " + node.since() + " (" + node.reason() + ")")
                .collect(Collectors.joining("; "));
    }

    String reason(String node) {
        return topology().nodes().stream()
                .filter(status -> status.name().equals(node))
                .map(NodeStatus::reason)
                .findFirst()
                .orElse("has been removed");
    }

    @Override
    public void close() {
        Monitor asked = monitor;
        if (asked != null) {
            asked.close();
        }
        replicas.close();
    }

    @Override
    public String toString() {
        return name + nodes.keySet();
    }
}
