package dev.scalekit.routing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of what nodes say of themselves who the primary is, and which replicas may be read. No node is asked here, and no time
 * is waited for: whoever calls says what was heard, and when. Thread-safe.
 *
 * <p>The rules. A node is believed for a while after the question that it has answered last. The cluster is that of the first
 * answer; nodes of another one get nothing. The epoch is the highest that any node of the cluster has told. It falls only if
 * every node is removed that has told of it. The primary is the one node that says so in that epoch: one of an older epoch is
 * deposed. If another one has said so in the same epoch, none is right until it says otherwise, is removed, or there is a later
 * epoch: that it does not answer is no proof that it takes no writes. It is the same where no epochs are told: that one has more
 * than the other does not say which of them was promoted last. Replicas are read that are of the history of the primary, and not
 * too far behind; if there is no primary, those that have all that is known of the last one, for as long as that takes: how long
 * ago that was confirmed is their lag then.
 *
 * <p>What is known of histories. A server that runs has what it has had; when it is promoted, the fork is there or later. What
 * was another server in between may have been rewound. Of an epoch with two primaries nothing is known; while only one of them
 * was heard of, nobody here can know that.
 */
final class Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final long NEVER = Long.MIN_VALUE;

    private final ClusterRules rules;
    private final InstantSource clock;
    private final Runnable changed;
    private final ReentrantLock lock = new ReentrantLock();

    // All guarded by lock, under which nothing is called but what computes; positions may be somebody else's.
    private final Map<String, Known> nodes = new LinkedHashMap<>();
    private final Lags lags;
    private Claims claims = new Claims();
    private @Nullable String identity;

    private final AtomicLong lastAskedNanos = new AtomicLong(NEVER);
    private volatile Published published;

    /** Both are of one moment. */
    private record Published(View view, TopologySnapshot topology) {}

    /**
     * @param changed is called after each new view, without the lock, by whoever has told what is new; several threads may
     *     call it at once, and whoever is called looks at the view of then
     */
    Cluster(List<String> names, ClusterRules rules, InstantSource clock, Runnable changed) {
        this.rules = rules;
        this.clock = clock;
        this.changed = changed;
        this.lags = new Lags(rules.maximumLag());
        Instant now = clock.instant();
        names.forEach(name -> nodes.put(name, new Known(name, null, now)));
        published = new Published(view(null), topology(0, now));
    }

    /** What picks look at: replaced with each answer, and with each change of a standing. */
    View view() {
        return published.view();
    }

    TopologySnapshot topology() {
        return published.topology();
    }

    /** Returns which cluster each node has said that it is of; those that have not answered are not in it. */
    Map<String, String> identities() {
        lock.lock();
        try {
            Map<String, String> identities = new LinkedHashMap<>();
            nodes.forEach((name, node) -> {
                String cluster = node.cluster();
                if (cluster != null) {
                    identities.put(name, cluster);
                }
            });
            return identities;
        } finally {
            lock.unlock();
        }
    }

    /**
     * There is another node, of which nothing is known: answers to questions from before are about one that had its name.
     *
     * @throws IllegalArgumentException if there is one of that name
     */
    void add(String name, long nowNanos) {
        change(() -> {
            if (nodes.containsKey(name)) {
                throw new IllegalArgumentException("node must be another than " + nodes.keySet() + ": " + name);
            }
            nodes.put(name, new Known(name, nowNanos, clock.instant()));
            return judge(nowNanos, true);
        });
    }

    /**
     * A node is none any more. What it has told alone is given up: that it is a primary, and an epoch that no other one has
     * told. So an operator ends that two are primaries, and takes back a promotion that was a mistake. Whoever removes a
     * primary says that what it has, and no other node, is given up too.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    void remove(String name, long nowNanos) {
        change(() -> {
            if (nodes.remove(name) == null) {
                throw new IllegalArgumentException("node must be one of " + nodes.keySet() + ": " + name);
            }
            if (identity != null && others().isEmpty()) {
                identifyAnew();
            } else if (claims.forget(name, others())) {
                lags.clear();
            }
            return judge(nowNanos, true);
        });
    }

    /** Returns the nodes that have said that they are of the cluster. */
    private List<Known> others() {
        return nodes.values().stream().filter(this::isOfCluster).toList();
    }

    /** Nobody is left of the cluster that was the first to answer. */
    private void identifyAnew() {
        identity = null;
        claims = new Claims();
        lags.clear();
        nodes.values().forEach(this::heard);
    }

    /** A question is sent from now on, to whomever. */
    void asking(long nowNanos) {
        lastAskedNanos.updateAndGet(last -> last == NEVER || nowNanos - last > 0 ? nowNanos : last);
    }

    /** Returns when the last question was sent, or some earlier moment than that of the next one. */
    long lastAskedNanos() {
        return lastAskedNanos.get();
    }

    /**
     * A node has answered. If it is none any more, or was asked since and has answered that, it has not.
     *
     * @param askedNanos when the question was sent
     */
    void answered(String name, NodeState state, long askedNanos, long nowNanos) {
        change(() -> {
            Known node = nodes.get(name);
            if (node == null || node.isLate(askedNanos)) {
                return false;
            }
            try {
                node.answered(state, withHistory(node, state), askedNanos, nowNanos);
            } catch (RuntimeException | Error e) {
                node.failed("tells what cannot be compared: " + e.getClass().getSimpleName());
                return judge(nowNanos, false);
            }
            heard(node);
            return judge(nowNanos, true);
        });
    }

    private void heard(Known node) {
        String cluster = node.cluster();
        if (cluster == null) {
            return;
        }
        if (identity == null) {
            identity = cluster;
        }
        if (!isOfCluster(node)) {
            claims.ignore(node.name());
        } else if (claims.heard(node)) {
            becomeAmbiguous(node.statedEpoch());
        }
    }

    /** Nobody knows any more which of the two a position of this epoch is of, nor what led to the later ones. */
    private void becomeAmbiguous(long epoch) {
        nodes.values().stream().filter(node -> node.epoch() >= epoch).forEach(Known::forgetHistory);
        lags.clear();
    }

    /** A node was asked, and has not answered. */
    void failed(String name, String why, long nowNanos) {
        change(() -> {
            Known node = nodes.get(name);
            if (node == null) {
                return false;
            }
            node.failed(why);
            return judge(nowNanos, false);
        });
    }

    /** Nothing was heard: what is old does not count any more. */
    void expire(long nowNanos) {
        change(() -> judge(nowNanos, false));
    }

    /** What is done with the lock, and returns whether there is a new view. */
    @FunctionalInterface
    private interface Change {
        boolean isNews();
    }

    private void change(Change change) {
        boolean isNews;
        lock.lock();
        try {
            isNews = change.isNews();
        } finally {
            lock.unlock();
        }
        if (isNews) {
            tell();
        }
    }

    private void tell() {
        try {
            changed.run();
        } catch (RuntimeException | Error e) {
            // What a node has said is no failure of that node.
            LOG.warn("What is made of the nodes could not be told", e);
        }
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
        if (head == null || own == null) {
            return own;
        }
        // Whether they can be compared, while there is one to blame for it.
        head.covers(own);
        own.covers(head);
        boolean isOneHistory = head.epoch() == own.epoch()
                && !claims.ambiguous().contains(own.epoch())
                && state.cluster().equals(identity);
        return isOneHistory && state.role() == NodeRole.REPLICA ? own.withHistoryOf(head) : own;
    }

    private boolean judge(long nowNanos, boolean isNews) {
        Instant now = clock.instant();
        Standings standings = new Standings(rules, claims, lags);
        Known primary = primary(standings, nowNanos);
        Position head = primary == null ? null : primary.position();
        if (primary != null && head != null) {
            lags.add(head, primary.askedNanos());
            if (claims.ambiguous().contains(primary.epoch())) {
                lags.forgetOtherThan(primary.epoch());
            }
        }
        boolean isOther = nodes.size() != topology().nodes().size();
        for (Known node : nodes.values()) {
            isOther |= standings.judge(node, identity == null ? "" : identity, primary, nowNanos, now);
        }
        long version = topology().version() + (isOther ? 1 : 0);
        View view = isOther || isNews ? view(primary) : view();
        published = new Published(view, topology(version, now));
        return isOther || isNews;
    }

    /** Returns the only one that says that it is the primary of the epoch, if it is believed. */
    private @Nullable Known primary(Standings standings, long nowNanos) {
        if (claims.contenders().size() != 1) {
            return null;
        }
        Known claimant = nodes.get(claims.contenders().iterator().next());
        return claimant != null && standings.isBelieved(claimant, nowNanos) ? claimant : null;
    }

    private boolean isOfCluster(Known node) {
        return identity != null && identity.equals(node.cluster());
    }

    private View view(@Nullable Known primary) {
        Set<Long> ambiguous = Set.copyOf(claims.ambiguous());
        Map<String, Seen> seen = new LinkedHashMap<>();
        nodes.forEach((name, node) -> seen.put(name, node.seen(rules.expiry(), ambiguous)));
        return new View(claims.epoch(), ambiguous, seen, primary == null ? null : seen.get(primary.name()));
    }

    private TopologySnapshot topology(long version, Instant now) {
        List<NodeStatus> statuses = new ArrayList<>();
        nodes.values().forEach(node -> statuses.add(node.status()));
        return new TopologySnapshot(version, now, claims.epoch(), claims.ambiguous(), statuses);
    }

    @Override
    public String toString() {
        return topology().toString();
    }
}
