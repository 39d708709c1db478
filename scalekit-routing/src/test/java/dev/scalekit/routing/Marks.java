package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A server that counts what is written there, a session that must see that, and those who use both. Each of its methods is what one
 * of them does, and says where a step of it is over. Not thread-safe.
 */
class Marks {
    static final String NODE = "a";

    final Interleavings orders;
    final Cluster cluster = new Cluster(List.of(NODE), ClusterRig.RULES, () -> Instant.EPOCH, () -> {});
    private final ReadSession session = new ReadSession(this::lastAsked);

    /** How much was written, and how much when the session had been told so. */
    private long written;

    private long told;
    private long nanos;
    private boolean isStopped;

    Marks(Interleavings orders) {
        this.orders = orders;
        ask();
    }

    void stopClock() {
        isStopped = true;
    }

    Runnable twice(Runnable action) {
        return () -> {
            action.run();
            orders.step();
            action.run();
        };
    }

    long lastAsked() {
        orders.step();
        long asked = cluster.lastAskedNanos();
        orders.step();
        return asked;
    }

    void write() {
        long mine = ++written;
        orders.step();
        tell();
        told = Math.max(told, mine);
    }

    /** Somebody has written, and believes to have told the session so. */
    final void wroteUntold() {
        told = ++written;
    }

    /** As the router does. */
    final void tell() {
        Seen at = cluster.view().of(NODE);
        if (!session.isMarked(at, true)) {
            session.did(at, true);
        }
    }

    final long now() {
        return isStopped ? nanos : ++nanos;
    }

    /** As a probe does. */
    void ask() {
        long asked = now();
        orders.step();
        cluster.asking(asked);
        orders.step();
        NodeState state = state();
        orders.step();
        cluster.answered(NODE, state, asked, asked);
    }

    final NodeState state() {
        return NodeState.primary("1", "started", position(written));
    }

    /** As a pick does. */
    final void read() {
        View view = cluster.view();
        orders.step();
        long seen = told;
        Need need = session.need(view);
        assertThat(seen > 0 && need.allows(replica(seen - 1)))
                .as("a replica is read that has %d, and %d were written: %s", seen - 1, seen, need)
                .isFalse();
    }

    /** Nothing is asked of replicas for ever. */
    final void requireCoveredByTheNextAnswer() {
        isStopped = false;
        ask();
        assertThat(session.need(cluster.view()).allows(replica(written))).isTrue();
    }

    private static Position position(long place) {
        return new PostgresPosition(1, 1, place + 1);
    }

    private static Seen replica(long place) {
        return new Seen("b", NodeStanding.REPLICA, "started", 1, position(place), null, 0, 0, Set.of());
    }
}
