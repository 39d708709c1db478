package dev.scalekit.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A cluster of three, what its nodes say, and a clock that the test moves. Not thread-safe. */
abstract class ClusterRig {
    static final ClusterRules RULES = new ClusterRules(2, Duration.ofMillis(1_300), Duration.ofSeconds(1));
    static final String A = "a";
    static final String B = "b";
    static final String C = "c";

    private final Map<String, Integer> starts = new HashMap<>();
    long millis;
    /** How often there was something new. */
    final AtomicInteger news = new AtomicInteger();

    final Cluster cluster =
            new Cluster(List.of(A, B, C), RULES, () -> Instant.EPOCH.plusMillis(millis), news::incrementAndGet);

    final long nanos() {
        return millis * 1_000_000;
    }

    final void says(String node, NodeRole role, long timeline, long lsn) {
        answers(node, new NodeState(role, "1", incarnation(node), new PostgresPosition(1, timeline, lsn), true));
    }

    final String incarnation(String node) {
        return node + " started " + starts.getOrDefault(node, 0);
    }

    final void restarts(String node) {
        starts.merge(node, 1, Integer::sum);
    }

    final boolean covers(String node, long timeline, long lsn) {
        return cluster.topology().covers(node, new PostgresPosition(1, timeline, lsn));
    }

    final void answers(String node, NodeState state) {
        cluster.answered(node, state, nanos(), nanos());
    }

    final void fails(String node) {
        cluster.failed(node, "connection refused", nanos());
    }

    final void after(long milliseconds) {
        millis += milliseconds;
        cluster.expire(nanos());
    }

    final String standings() {
        return standings(cluster);
    }

    /** Returns what is thought of each node, in the order in which they were declared. */
    static String standings(Cluster cluster) {
        StringBuilder standings = new StringBuilder();
        cluster.topology().nodes().forEach(node -> standings.append(' ').append(node.standing()));
        return standings.substring(1);
    }

    final String reason(String node) {
        return cluster.topology().node(node).reason();
    }

    final void allWell() {
        says(A, NodeRole.PRIMARY, 1, 100);
        says(B, NodeRole.REPLICA, 1, 100);
        says(C, NodeRole.REPLICA, 1, 100);
    }
}
