package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.routing.SimServer.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Servers that write, replay, crash, are promoted, one or several, and are brought back, with and without what they had; and a
 * {@link Cluster} that hears some of it, late and in any order. After each step what the cluster concludes is compared with what
 * is there. Bugs are planted by overriding what is told. Not thread-safe.
 */
class TopologyModel {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final ClusterRules RULES = new ClusterRules(2, Duration.ofMillis(1_300), Duration.ofSeconds(1));
    private static final long MILLI = 1_000_000;

    private final Map<String, SimServer> servers = new LinkedHashMap<>();
    private final Map<Integer, Set<Long>> branches = new HashMap<>();
    private final List<Token> tokens = new ArrayList<>();
    private final List<Answer> underWay = new ArrayList<>();
    private final Map<String, Heard> heard = new HashMap<>();
    private final List<Claim> claims = new ArrayList<>();
    /** Timelines of which two servers were heard to be the primary. */
    private final Set<Long> twice = new HashSet<>();

    private @Nullable View checked;
    private int checkedTokens;
    private long nanos;
    private long ids;
    private final SimScope scope = new SimScope(() -> nanos);
    final Cluster cluster = new Cluster(NAMES, RULES, () -> Instant.EPOCH.plusNanos(nanos), () -> {});

    /** What may happen; some of it more often. */
    enum Op {
        WRITE(5),
        RECEIVE(6),
        REPLAY(6),
        RESTART_POINT(2),
        CRASH(1),
        START(2),
        PROMOTE(2),
        REJOIN(1),
        FOLLOW(2),
        ASK(5),
        DELIVER(8),
        LOSE(1),
        ROUND(3),
        FAIL(2),
        WAIT(2),
        REMOVE(1),
        ADD(2);

        private final int weight;

        Op(int weight) {
            this.weight = weight;
        }

        static Op any(RandomGenerator random) {
            List<Op> drawn = new ArrayList<>();
            for (Op op : values()) {
                for (int i = 0; i < op.weight; i++) {
                    drawn.add(op);
                }
            }
            return drawn.get(random.nextInt(drawn.size()));
        }
    }

    record Step(Op op, int node, int other, int amount) {
        static Step any(RandomGenerator random) {
            return new Step(
                    Op.any(random),
                    random.nextInt(NAMES.size()),
                    random.nextInt(NAMES.size()),
                    1 + random.nextInt(random.nextBoolean() ? 3 : 12));
        }
    }

    /** What somebody got for a write: everything up to this entry. */
    private record Token(Position position, int timeline, int place, Entry entry) {
        boolean isIn(List<Entry> history) {
            return history.size() >= place && history.get(place - 1).equals(entry);
        }
    }

    private record Answer(String node, NodeState state, int timeline, long branch, long askedNanos) {}

    /** What was accepted of a node since it was added. */
    private record Heard(@Nullable Answer last, long sinceNanos, long highest) {
        boolean isPrimaryOf(long epoch) {
            return last != null && last.state.role() == NodeRole.PRIMARY && last.timeline == epoch;
        }
    }

    /** A node was heard to be the primary of a timeline, and has not been heard to be none since. */
    private record Claim(String node, int timeline, long branch, boolean isStill) {}

    TopologyModel() {
        for (String name : NAMES) {
            SimServer server = new SimServer(name);
            server.write(new Entry(0, 1));
            servers.put(name, server);
            heard.put(name, new Heard(null, Long.MIN_VALUE, 0));
        }
        server(0).isPrimary = true;
        servers.values().forEach(server -> server.follow(server(0)));
        branches.put(1, new HashSet<>(Set.of(0L)));
    }

    /** Makes the position that a database tells. */
    Position position(int timeline, int place) {
        return new PostgresPosition(1, timeline, place);
    }

    String incarnation(SimServer server) {
        return server.incarnation();
    }

    NodeState told(SimServer server) {
        Position position = position(server.toldTimeline(), server.toldPlace());
        if (server.isPrimary) {
            return NodeState.primary("1", incarnation(server), position);
        }
        return server.isTellingAll()
                ? NodeState.replica("1", incarnation(server), position)
                : NodeState.replicaAtLeast("1", incarnation(server), position);
    }

    /** What could be read at the node that was asked. */
    List<Entry> history(Seen seen) {
        return server(seen.name()).visible(seen.incarnation());
    }

    void answer(String node, NodeState state, long askedNanos, long nowNanos) {
        cluster.answered(node, state, askedNanos, nowNanos);
    }

    void fail(String node, long nowNanos) {
        cluster.failed(node, "planted", nowNanos);
    }

    static void check(Supplier<? extends TopologyModel> models, List<Step> steps) {
        TopologyModel model = models.get();
        for (Step step : steps) {
            model.nanos += MILLI;
            model.apply(step);
            model.requireTrue();
            model.read(model.server(step.other));
        }
        model.heal();
    }

    final SimServer server(String name) {
        return requireNonNull(servers.get(name));
    }

    private SimServer server(int number) {
        return server(NAMES.get(number));
    }

    private void apply(Step step) {
        SimServer server = server(step.node);
        SimServer other = server(step.other);
        switch (step.op) {
            case WRITE -> write(server, step.amount);
            case RECEIVE -> server.receive(step.amount);
            case REPLAY -> server.replay(step.amount);
            case RESTART_POINT -> server.restartPoint();
            case CRASH -> server.isUp = false;
            case START -> server.start();
            case PROMOTE -> promote(server);
            case REJOIN -> rejoin(server, other);
            case FOLLOW -> server.follow(other);
            case ASK -> ask(server);
            case DELIVER -> deliver(step.amount);
            case LOSE -> underWay.remove(underWay.isEmpty() ? null : underWay.get(step.amount % underWay.size()));
            case ROUND -> round();
            case FAIL -> fail(server.name, nanos);
            case WAIT -> await(step.amount * 60);
            case REMOVE -> remove(server.name);
            case ADD -> add(server.name);
        }
    }

    private void write(SimServer server, int amount) {
        if (server.isUp && server.isPrimary) {
            for (int i = 0; i < amount; i++) {
                server.write(new Entry(++ids, server.timeline()));
            }
            int place = server.log.size();
            tokens.add(
                    new Token(position(server.timeline(), place), server.timeline(), place, server.log.get(place - 1)));
        }
    }

    private void promote(SimServer server) {
        if (server.isUp && !server.isPrimary) {
            Entry first = new Entry(++ids, server.timeline() + 1);
            branches.computeIfAbsent(first.timeline(), timeline -> new HashSet<>())
                    .add(first.id());
            server.promote(first);
        }
    }

    private void rejoin(SimServer server, SimServer other) {
        if (server != other && other.isUp && other.isPrimary) {
            server.rejoin(other);
        }
    }

    private void ask(SimServer server) {
        if (server.isUp) {
            long branch = server.log.stream()
                    .filter(entry -> entry.timeline() == server.timeline())
                    .findFirst()
                    .orElseThrow()
                    .id();
            underWay.add(new Answer(server.name, told(server), server.toldTimeline(), branch, nanos));
        }
    }

    private void deliver(int which) {
        if (!underWay.isEmpty()) {
            hear(underWay.remove(which % underWay.size()));
        }
    }

    private void round() {
        for (SimServer server : servers.values()) {
            nanos += MILLI;
            ask(server);
            if (server.isUp) {
                hear(underWay.remove(underWay.size() - 1));
            }
        }
    }

    private void hear(Answer answer) {
        answer(answer.node, answer.state, answer.askedNanos, nanos);
        Heard before = heard.get(answer.node);
        if (before == null || answer.askedNanos < before.sinceNanos) {
            return;
        }
        heard.put(answer.node, new Heard(answer, answer.askedNanos, Math.max(before.highest, answer.timeline)));
        if (answer.state.role() == NodeRole.PRIMARY) {
            claim(new Claim(answer.node, answer.timeline, answer.branch, true));
        } else {
            endClaims(answer.node);
        }
    }

    private void claim(Claim later) {
        // It is the same one, or may be for all that was heard: started anew.
        claims.removeIf(earlier -> earlier.timeline == later.timeline
                && (earlier.branch == later.branch || (earlier.isStill && earlier.node.equals(later.node))));
        for (Claim earlier : claims) {
            if (earlier.timeline == later.timeline) {
                twice.add((long) later.timeline);
            }
        }
        claims.add(later);
    }

    private void endClaims(String node) {
        claims.replaceAll(
                claim -> claim.node.equals(node) ? new Claim(node, claim.timeline, claim.branch, false) : claim);
    }

    private void await(int milliseconds) {
        nanos += milliseconds * MILLI;
        cluster.expire(nanos);
    }

    private void remove(String node) {
        if (heard.size() > 1 && heard.remove(node) != null) {
            endClaims(node);
            if (heard.values().stream().allMatch(its -> its.last == null)) {
                // Nobody is left who has said anything: it begins anew.
                claims.clear();
                twice.clear();
            }
            cluster.remove(node, nanos);
        }
    }

    private void add(String node) {
        if (!heard.containsKey(node)) {
            heard.put(node, new Heard(null, nanos, 0));
            cluster.add(node, nanos);
        }
    }

    /** With each step somebody tries to read somewhere. */
    void read(SimServer server) {
        if (branches.values().stream().anyMatch(its -> its.size() > 1)) {
            // Of which nobody may have heard.
            scope.forget();
        }
        scope.read(server, cluster.view());
    }

    /** Compares what the cluster says with what is there. */
    @SuppressWarnings("ReferenceEquality") // Another view may say the same, and the same view says nothing else.
    private void requireTrue() {
        View view = cluster.view();
        if (view == checked && tokens.size() == checkedTokens) {
            // What is there grows; what was checked is true still.
            return;
        }
        for (Seen seen : view.nodes().values()) {
            List<Entry> history = requireNonNull(servers.get(seen.name())).visible(seen.incarnation());
            for (Token token : tokens) {
                if (seen.covers(token.position) && !isUnheardOf(seen, token, view)) {
                    assertThat(token.isIn(history))
                            .as("what %s covers is there: %s in %s", seen, token, history)
                            .isTrue();
                }
            }
        }
        requireOnePrimary(view);
        requireReplicasOf(view.primary(), view);
        assertThat(view.ambiguous())
                .as("two have been heard to be the primary: %s", claims)
                .containsAll(twice);
        checked = view;
        checkedTokens = tokens.size();
    }

    /** A timeline of which there are two without the cluster having heard of both: nobody could know. */
    private boolean isUnheardOf(Seen seen, Token token, View view) {
        return branches.entrySet().stream()
                .anyMatch(timeline -> timeline.getValue().size() > 1
                        && timeline.getKey() >= token.timeline
                        && timeline.getKey() <= seen.epoch()
                        && !view.ambiguous().contains((long) timeline.getKey()));
    }

    private void requireOnePrimary(View view) {
        List<Seen> primaries = view.nodes().values().stream()
                .filter(seen -> seen.standing() == NodeStanding.PRIMARY)
                .toList();
        assertThat(primaries).as("primaries").hasSizeLessThan(2);
        assertThat(view.primary()).isEqualTo(primaries.isEmpty() ? null : primaries.get(0));
        if (primaries.isEmpty()) {
            return;
        }
        String primary = primaries.get(0).name();
        long highest = heard.values().stream().mapToLong(Heard::highest).max().orElseThrow();
        assertThat(requireNonNull(heard.get(primary)).isPrimaryOf(highest))
                .as("%s says that it is the primary of the highest epoch that was told, %d", primary, highest)
                .isTrue();
        heard.forEach((name, its) -> assertThat(!name.equals(primary) && its.isPrimaryOf(highest))
                .as("%s has said that it is the primary as well as %s", name, primary)
                .isFalse());
    }

    private void requireReplicasOf(@Nullable Seen primary, View view) {
        if (primary == null || branches.values().stream().anyMatch(its -> its.size() > 1)) {
            return;
        }
        SimServer server = server(primary.name());
        if (!server.incarnation().equals(primary.incarnation())) {
            // It has gone on, or back, since it was asked.
            return;
        }
        List<Entry> its = server.visible(primary.incarnation());
        for (Seen seen : view.nodes().values()) {
            if (seen.standing() == NodeStanding.REPLICA) {
                List<Entry> told = history(seen);
                int place = place(requireNonNull(seen.position()));
                assertThat(its.size() >= place && its.subList(0, place).equals(told.subList(0, place)))
                        .as("what %s is read for is of the history of %s: %s, %s", seen, primary, told, its)
                        .isTrue();
            }
        }
    }

    static int place(Position position) {
        String text = position.encode();
        return Integer.parseInt(text.substring(text.lastIndexOf('.') + 1), 16);
    }

    /** Whoever operates it has decided, and all is heard again. */
    private void heal() {
        servers.values().forEach(SimServer::start);
        SimServer primary = servers.values().stream()
                .filter(server -> server.isPrimary)
                .reduce((one, other) -> other.timeline() > one.timeline() ? other : one)
                .orElseGet(() -> {
                    promote(server(0));
                    return server(0);
                });
        servers.values().forEach(server -> rejoin(server, primary));
        underWay.clear();
        NAMES.forEach(this::add);
        rounds();
        if (cluster.view().epoch() > primary.timeline()) {
            // Of an epoch that was given up.
            for (String name : NAMES) {
                remove(name);
                add(name);
            }
            rounds();
        }
        write(primary, 3);
        rounds();
        Token last = tokens.get(tokens.size() - 1);
        for (Seen seen : cluster.view().nodes().values()) {
            assertThat(seen.standing())
                    .as("in the end %s is what it is: %s", seen, cluster)
                    .isEqualTo(seen.name().equals(primary.name) ? NodeStanding.PRIMARY : NodeStanding.REPLICA);
            assertThat(seen.covers(last.position))
                    .as("in the end %s has everything: %s", seen, last)
                    .isEqualTo(!cluster.view().ambiguous().contains((long) last.timeline));
        }
    }

    private void rounds() {
        for (int i = 0; i < 12; i++) {
            servers.values().forEach(server -> {
                server.receive(1_000);
                server.replay(1_000);
            });
            await(500);
            round();
            requireTrue();
        }
    }
}
