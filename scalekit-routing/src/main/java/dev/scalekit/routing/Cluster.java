package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what nodes say of themselves who the primary is, and which replicas may be read. No node is asked here, and no time
 * is waited for: whoever calls says what was heard, and when. Thread-safe.
 *
 * <p>The rules. A node is believed for a while after the question that it has answered last. The cluster is that of the first
 * answer; nodes of another one get nothing. The epoch is the highest that any node of the cluster has told; it never falls.
 * The primary is the one node that says so in that epoch: one of an older epoch is deposed. If another one has said so in the
 * same epoch, none is right until it says otherwise, or there is a later epoch: that it does not answer is no proof that it takes no
 * writes. Replicas are read that are of the history of the primary, and not too far behind; if there is no primary, those that
 * were so when there was one.
 *
 * <p>What is known of histories. A server that runs has what it has had; when it is promoted, the fork is there or later. What
 * was another server in between may have been rewound. Of an epoch with two primaries nothing is known.
 */
final class Cluster {
    private final ClusterRules rules;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    // All guarded by lock, under which nothing is called but what computes.
    private final Map<String, Known> nodes = new LinkedHashMap<>();
    private final Lags lags;
    private @Nullable String identity;
    private long epoch;
    /** The nodes that have said that they are the primary of this epoch, and not otherwise since. */
    private final Set<String> contenders = new HashSet<>();

    /** Epochs of which there have been two histories, so that a position of one says nothing. */
    private final Set<Long> ambiguous = new HashSet<>();

    private volatile TopologySnapshot topology;

    Cluster(List<String> names, ClusterRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
        this.lags = new Lags(rules.maximumLag());
        Instant now = clock.instant();
        names.forEach(name -> nodes.put(name, new Known(name, now)));
        topology = new TopologySnapshot(0, now, 0, Set.of(), statuses());
    }

    TopologySnapshot topology() {
        return topology;
    }

    /**
     * A node has answered.
     *
     * @param askedNanos when the question was sent
     */
    void answered(String name, NodeState state, long askedNanos, long nowNanos) {
        lock.lock();
        try {
            Known node = node(name);
            if (node.state() != null && askedNanos - node.askedNanos() < 0) {
                // It has been asked since, and has answered.
                return;
            }
            node.answered(state, withHistory(node, state), askedNanos);
            if (identity == null) {
                identity = state.cluster();
            }
            judge(nowNanos);
        } finally {
            lock.unlock();
        }
    }

    /** A node was asked, and has not answered. */
    void failed(String name, String why, long nowNanos) {
        lock.lock();
        try {
            node(name).failed(why);
            judge(nowNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing was heard: what is old does not count any more. */
    void expire(long nowNanos) {
        lock.lock();
        try {
            judge(nowNanos);
        } finally {
            lock.unlock();
        }
    }

    private Known node(String name) {
        return requireNonNull(nodes.get(name), name);
    }

    /** Returns how far a node has got at least, with its history. */
    private @Nullable Position withHistory(Known node, NodeState state) {
        Position told = state.position();
        NodeState stateBefore = node.state();
        Position before = node.position();
        Position own = told;
        if (before != null && stateBefore != null && state.isSameServerAs(stateBefore)) {
            if (told == null || told.epoch() < before.epoch() || before.covers(told)) {
                return before;
            }
            own = told.withHistoryOf(before);
        }
        Position head = lags.newest();
        if (head == null || own == null || head.epoch() != own.epoch() || ambiguous.contains(own.epoch())) {
            return own;
        }
        return state.role() == NodeRole.REPLICA ? own.withHistoryOf(head) : own;
    }

    private void judge(long nowNanos) {
        Instant now = clock.instant();
        List<Known> believed = nodes.values().stream()
                .filter(node -> isBelieved(node, nowNanos) && isOfCluster(node))
                .toList();
        Known primary = primary(believed);
        Position head = primary == null ? null : primary.position();
        if (primary != null && head != null) {
            lags.add(head, primary.askedNanos());
        }
        boolean isOther = false;
        for (Known node : nodes.values()) {
            isOther |= judge(node, primary, nowNanos, now);
        }
        topology = new TopologySnapshot(topology.version() + (isOther ? 1 : 0), now, epoch, ambiguous, statuses());
    }

    private @Nullable Known primary(List<Known> believed) {
        long highest = believed.stream()
                .mapToLong(node -> requireNonNull(node.state()).epoch())
                .reduce(epoch, Math::max);
        if (highest > epoch) {
            contenders.clear();
            epoch = highest;
        }
        Known claimant = null;
        for (Known node : believed) {
            if (isPrimary(node) && requireNonNull(node.state()).epoch() == epoch) {
                contenders.add(node.name());
                claimant = node;
            } else {
                contenders.remove(node.name());
            }
        }
        if (contenders.size() > 1) {
            becomeAmbiguous();
        }
        return contenders.size() == 1 ? claimant : null;
    }

    /** Nobody knows any more which of the two a position of this epoch is of. Where no epochs are told, positions say that. */
    private void becomeAmbiguous() {
        if (epoch != 0 && ambiguous.add(epoch)) {
            for (Known node : nodes.values()) {
                Position position = node.position();
                if (position != null && position.epoch() == epoch) {
                    node.forgetHistory();
                }
            }
            lags.clear();
        }
    }

    private boolean judge(Known node, @Nullable Known primary, long nowNanos, Instant now) {
        NodeState state = node.state();
        if (state == null || !isBelieved(node, nowNanos)) {
            return unbelieved(node, now);
        }
        if (!isOfCluster(node)) {
            return node.stand(
                    NodeStanding.FOREIGN, "is of cluster " + state.cluster() + ", not of " + identity, null, now);
        }
        if (isPrimary(node)) {
            return claimant(node, state, primary, now);
        }
        return replica(node, nowNanos, now);
    }

    private boolean unbelieved(Known node, Instant now) {
        if (node.failures() >= rules.fall() || (node.state() == null && node.failures() > 0)) {
            return node.stand(NodeStanding.DOWN, node.failure(), null, now);
        }
        String reason = node.state() == null
                ? "has not answered yet"
                : "was not heard of for " + rules.expiry().toMillis() + " ms";
        return node.stand(NodeStanding.UNKNOWN, reason, null, now);
    }

    private boolean claimant(Known node, NodeState state, @Nullable Known primary, Instant now) {
        if (node == primary) {
            return node.stand(NodeStanding.PRIMARY, "is the primary of epoch " + epoch, null, now);
        }
        if (state.epoch() < epoch) {
            return node.stand(
                    NodeStanding.DEPOSED,
                    "is a primary of epoch " + state.epoch() + ", and there is epoch " + epoch,
                    null,
                    now);
        }
        return node.stand(
                NodeStanding.AMBIGUOUS,
                "is one of the primaries of epoch " + epoch + ", which are "
                        + String.join(", ", new TreeSet<>(contenders)),
                null,
                now);
    }

    private boolean replica(Known node, long nowNanos, Instant now) {
        Position position = node.position();
        if (position == null) {
            return requireNonNull(node.state()).cluster().isEmpty()
                    ? node.stand(NodeStanding.REPLICA, "follows; how closely is not known", null, now)
                    : node.stand(NodeStanding.UNKNOWN, "has not told yet what it has", null, now);
        }
        Position head = lags.newest();
        boolean isBehindFork = head != null && head.epoch() == epoch && head.covers(position);
        if (position.epoch() < epoch && !isBehindFork) {
            return node.stand(
                    NodeStanding.DIVERGED,
                    "is of epoch " + position.epoch() + ", and nothing says that its history is part of that of epoch "
                            + epoch,
                    null,
                    now);
        }
        Duration lag = lags.of(position, nowNanos);
        if (lag != null && lag.compareTo(rules.maximumLag()) > 0) {
            return node.stand(NodeStanding.LAGGING, "is behind by " + lag.toMillis() + " ms", lag, now);
        }
        return node.stand(
                NodeStanding.REPLICA, lag == null ? "follows; how closely is not known" : "follows", lag, now);
    }

    private boolean isBelieved(Known node, long nowNanos) {
        return node.state() != null
                && node.failures() < rules.fall()
                && nowNanos - node.askedNanos() < rules.expiry().toNanos();
    }

    private boolean isOfCluster(Known node) {
        return requireNonNull(node.state()).cluster().equals(identity);
    }

    private static boolean isPrimary(Known node) {
        return requireNonNull(node.state()).role() == NodeRole.PRIMARY;
    }

    private List<NodeStatus> statuses() {
        List<NodeStatus> statuses = new ArrayList<>();
        nodes.values().forEach(node -> statuses.add(node.status()));
        return statuses;
    }

    @Override
    public String toString() {
        return topology.toString();
    }
}
