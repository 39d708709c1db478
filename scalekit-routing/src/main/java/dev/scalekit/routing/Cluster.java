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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what nodes say of themselves who the primary is, and which replicas may be read. No node is asked here, and no time
 * is waited for: whoever calls says what was heard, and when. Thread-safe.
 *
 * <p>The rules. A node is believed as long as its last answer counts. The cluster is that of the first answer; nodes of another one
 * get nothing. The epoch is the highest that any node of the cluster has told; it never falls. The primary is the one
 * node that says so in that epoch: one of an older epoch is deposed, and of two in the same none is right. Replicas are read
 * that are of the history of the primary, and not too far behind; if there is no primary, those that were so when there was
 * one.
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
    /** The last node that was the primary, and its epoch. */
    private @Nullable String lastPrimary;

    private long lastPrimaryEpoch = -1;
    /** Epochs of which there have been two histories, so that a position of one says nothing. */
    private final Set<Long> ambiguous = new HashSet<>();

    private volatile TopologySnapshot topology;

    Cluster(List<String> names, ClusterRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
        this.lags = new Lags(rules.maximumLag());
        Instant now = clock.instant();
        names.forEach(name -> nodes.put(name, new Known(name, now)));
        topology = new TopologySnapshot(0, now, 0, statuses());
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
            node.answered(state, withHistory(node, state), askedNanos, nowNanos);
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

    /** Tells whether there have been two histories of an epoch. */
    boolean isAmbiguous(long someEpoch) {
        lock.lock();
        try {
            return ambiguous.contains(someEpoch);
        } finally {
            lock.unlock();
        }
    }

    private Known node(String name) {
        return requireNonNull(nodes.get(name), name);
    }

    /**
     * Returns the position of an answer with its history. A node that was there all the time has been where it was before: if
     * it has been promoted, the fork is there or later. One that has not answered in between may have been rewound.
     */
    private @Nullable Position withHistory(Known node, NodeState state) {
        Position position = state.position();
        Position before = node.position();
        if (position == null) {
            return null;
        }
        boolean isWhereItWas = state.role() == NodeRole.PRIMARY && node.failures() == 0;
        Position own = before != null && isWhereItWas ? position.withHistoryOf(before) : position;
        Position primary = lags.newest();
        return primary != null && primary.epoch() == own.epoch() && state.role() == NodeRole.REPLICA
                ? own.withHistoryOf(primary)
                : own;
    }

    private void judge(long nowNanos) {
        Instant now = clock.instant();
        List<Known> believed = nodes.values().stream()
                .filter(node -> isBelieved(node, nowNanos) && isOfCluster(node))
                .toList();
        believed.forEach(
                node -> epoch = Math.max(epoch, requireNonNull(node.state()).epoch()));
        List<Known> claimants = believed.stream()
                .filter(node -> isPrimary(node) && requireNonNull(node.state()).epoch() == epoch)
                .toList();
        Known primary = claimants.size() == 1 ? claimants.get(0) : null;
        if (claimants.size() > 1) {
            ambiguous.add(epoch);
        } else if (primary != null) {
            succeed(primary);
        }
        boolean isOther = false;
        for (Known node : nodes.values()) {
            isOther |= judge(node, primary, claimants.size(), nowNanos, now);
        }
        topology = new TopologySnapshot(topology.version() + (isOther ? 1 : 0), now, epoch, statuses());
    }

    /** Another primary of the same epoch has another history: a promotion begins a new epoch where it can know of the last. */
    private void succeed(Known primary) {
        boolean isOther = !primary.name().equals(lastPrimary);
        if (isOther && epoch == lastPrimaryEpoch) {
            ambiguous.add(epoch);
        }
        if (isOther || epoch != lastPrimaryEpoch) {
            lags.clear();
        }
        lastPrimary = primary.name();
        lastPrimaryEpoch = epoch;
        Position position = primary.position();
        if (position != null) {
            lags.add(position, primary.askedNanos());
        }
    }

    private boolean judge(Known node, @Nullable Known primary, int claimants, long nowNanos, Instant now) {
        NodeState state = node.state();
        if (state == null || !isBelieved(node, nowNanos)) {
            return unbelieved(node, now);
        }
        if (!isOfCluster(node)) {
            return node.stand(
                    NodeStanding.FOREIGN, "is of cluster " + state.cluster() + ", not of " + identity, null, now);
        }
        if (isPrimary(node)) {
            return claimant(node, state, primary, claimants, now);
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

    private boolean claimant(Known node, NodeState state, @Nullable Known primary, int claimants, Instant now) {
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
        return node.stand(NodeStanding.AMBIGUOUS, "is one of " + claimants + " primaries of epoch " + epoch, null, now);
    }

    private boolean replica(Known node, long nowNanos, Instant now) {
        Position position = node.position();
        if (position == null) {
            boolean isTold = nodes.values().stream().anyMatch(other -> other.position() != null);
            return isTold
                    ? node.stand(NodeStanding.UNKNOWN, "has replayed nothing yet", null, now)
                    : node.stand(NodeStanding.REPLICA, "follows; how closely is not known", null, now);
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
                && nowNanos - node.answeredNanos() < rules.expiry().toNanos();
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
