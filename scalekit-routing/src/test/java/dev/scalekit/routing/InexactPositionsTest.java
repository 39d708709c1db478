package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A standby that does not say how far it has got, but only how far at least: what somebody has read there may be newer. */
final class InexactPositionsTest extends ClusterRig {
    private final ReadSession session = new ReadSession(cluster::lastAskedNanos);
    private final LostWrites lostWrites =
            new LostWrites(new RoutingCounts(), () -> Instant.EPOCH, cluster::lastAskedNanos, lost -> {});

    /** At this moment the node is asked, and answers. */
    private void tells(String node, NodeState state) {
        millis++;
        cluster.asking(nanos());
        answers(node, state);
    }

    private NodeState primary(long lsn) {
        return NodeState.primary("1", incarnation(A), new PostgresPosition(1, 1, lsn));
    }

    private NodeState replica(String node, long lsn) {
        return NodeState.replica("1", incarnation(node), new PostgresPosition(1, 1, lsn));
    }

    private NodeState replicaAtLeast(String node, long lsn) {
        return NodeState.replicaAtLeast("1", incarnation(node), new PostgresPosition(1, 1, lsn));
    }

    private void reads(String node) {
        session.did(cluster.view().of(node), false);
    }

    /** Returns the nodes that show what is needed. */
    private String readable() {
        View view = cluster.view();
        Need need = session.need(view);
        StringBuilder readable = new StringBuilder();
        view.nodes().values().stream().filter(need::allows).forEach(seen -> readable.append(seen.name()));
        return readable.toString();
    }

    /** Each of them may have got further since. */
    private void aIsAheadOfCAndCOfB() {
        tells(B, replica(B, 100));
        tells(C, replica(C, 150));
        tells(A, primary(200));
    }

    @Test
    void what_was_read_of_it_is_not_taken_for_what_it_has_at_least() {
        aIsAheadOfCAndCOfB();
        reads(B);

        tells(B, replicaAtLeast(B, 50));

        assertThat(covers(B, 1, 100)).as("it has that still").isTrue();
        assertThat(readable()).isEqualTo(B);
    }

    @Test
    void once_it_says_how_far_it_has_got_that_counts_for_all() {
        aIsAheadOfCAndCOfB();
        reads(B);
        tells(B, replicaAtLeast(B, 50));

        tells(B, replica(B, 170));

        assertThat(readable()).isEqualTo(A + B);

        tells(C, replica(C, 170));

        assertThat(readable()).isEqualTo(A + B + C);
    }

    @Test
    void what_it_has_said_since_counts_though_it_says_less_now() {
        aIsAheadOfCAndCOfB();
        reads(B);
        tells(B, replica(B, 120));

        tells(B, replicaAtLeast(B, 50));

        assertThat(readable()).isEqualTo(A + B + C);

        reads(B);
        tells(B, replicaAtLeast(B, 180));

        assertThat(readable()).as("what was read since").isEqualTo(B);
    }

    @Test
    void whoever_reads_the_primary_instead_is_free_of_it() {
        aIsAheadOfCAndCOfB();
        reads(B);
        tells(B, replicaAtLeast(B, 50));

        reads(A);
        tells(A, primary(210));
        tells(C, replica(C, 210));

        assertThat(readable()).isEqualTo(A + C);
    }

    @Test
    void one_that_was_started_anew_ties_nobody() {
        aIsAheadOfCAndCOfB();
        reads(B);
        restarts(B);
        tells(B, replicaAtLeast(B, 50));

        View view = cluster.view();
        assertThat(lostWrites.look(session, session.need(view), view)).isTrue();

        assertThat(readable()).isEqualTo(A);

        tells(A, primary(210));
        tells(C, replica(C, 210));

        assertThat(readable()).isEqualTo(A + C);
    }

    @Test
    void what_it_has_said_before_it_was_started_anew_says_nothing() {
        aIsAheadOfCAndCOfB();

        restarts(B);
        tells(B, replicaAtLeast(B, 50));

        assertThat(cluster.view().of(B).exact()).isNull();
    }

    @Test
    void what_contradicts_what_it_has_said_is_not_believed_to_be_exact() {
        tells(B, NodeState.replica("1", incarnation(B), new PostgresPosition(1, 2, 200)));
        Sample before = cluster.view().of(B).exact();

        tells(B, replica(B, 300));

        assertThat(cluster.view().of(B).exact()).isEqualTo(before).isNotNull();
    }

    @Test
    void a_primary_that_does_not_know_what_it_has_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeState(NodeRole.PRIMARY, "1", "a", new PostgresPosition(1, 1, 1), false))
                .withMessage("isExact must be true of a primary: false");
    }
}
