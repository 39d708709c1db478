package dev.scalekit.routing.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a snapshot of endpoints: which may be taken, and which part of the load each level of distance gets. Immutable.
 *
 * @param zone where the balancer is; null if distance does not matter
 */
record Snapshots(@Nullable String zone, double panicThreshold) {
    private static final int LEVELS = 2;

    /** Reads the nodes, under the lock that guards them. */
    <T> Snapshot<T> of(long version, List<Node<T>> nodes) {
        List<Member> members = nodes.stream().map(this::member).toList();
        Eligible eligible = Eligible.of(members, panicThreshold);
        double[] parts = Spill.parts(healths(members, eligible));
        List<Pool<T>> levels = new ArrayList<>();
        List<Double> reach = new ArrayList<>();
        double sum = 0;
        for (int level = 0; level < LEVELS; level++) {
            int[] taken = taken(members, eligible, level);
            // Also with no part of the load: a call that fails in the zone is tried again in another one.
            if (taken.length > 0) {
                levels.add(pool(nodes, eligible, taken));
                sum += parts[level];
                reach.add(sum);
            }
        }
        List<Snapshot.Seen<T>> seen = IntStream.range(0, nodes.size())
                .mapToObj(i -> seen(nodes.get(i), eligible.weights().get(i)))
                .toList();
        return new Snapshot<>(
                version, seen, List.copyOf(levels), List.copyOf(reach), eligible.usable(), eligible.panic());
    }

    private Member member(Node<?> node) {
        int level = zone == null || zone.equals(node.zone()) ? 0 : 1;
        return new Member(node.health.state(), node.weight, node.health.part(), level);
    }

    /**
     * Returns by level which part of its weight is up; which part may be taken, if nothing is up anywhere. What slow start
     * holds back counts: it is well. What is taken in a panic only does not, or it would keep the load in a zone of which
     * nothing is up.
     */
    private static double[] healths(List<Member> members, Eligible eligible) {
        double[] well = new double[LEVELS];
        double[] active = new double[LEVELS];
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.isActive()) {
                boolean counts = eligible.usable() > 0
                        ? member.isUp()
                        : eligible.weights().get(i) > 0;
                active[member.level()] += member.weight();
                well[member.level()] += counts ? member.weight() : 0;
            }
        }
        return IntStream.range(0, LEVELS)
                .mapToDouble(level -> active[level] == 0 ? 0 : well[level] / active[level])
                .toArray();
    }

    private static int[] taken(List<Member> members, Eligible eligible, int level) {
        return IntStream.range(0, members.size())
                .filter(i ->
                        members.get(i).level() == level && eligible.weights().get(i) > 0)
                .toArray();
    }

    private static <T> Pool<T> pool(List<Node<T>> nodes, Eligible eligible, int[] taken) {
        return new Pool<>(
                IntStream.of(taken).mapToObj(nodes::get).toList(),
                IntStream.of(taken).mapToDouble(eligible.weights()::get).toArray());
    }

    private static <T> Snapshot.Seen<T> seen(Node<T> node, double effectiveWeight) {
        Health health = node.health;
        return new Snapshot.Seen<>(node, node.weight, effectiveWeight, health.state(), health.reason(), health.since());
    }
}
