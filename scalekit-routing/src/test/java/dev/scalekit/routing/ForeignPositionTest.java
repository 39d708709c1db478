package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Positions that somebody else has written, where no epochs are told, and that may fail. */
final class ForeignPositionTest extends ClusterRig {
    private Method broken = Method.NONE;

    enum Method {
        NONE,
        COVERS,
        WITH_HISTORY,
        EPOCH
    }

    /** A number of transactions. */
    private final class Count implements Position {
        private final long count;

        private Count(long count) {
            this.count = count;
        }

        private void fail(Method method) {
            if (broken == method) {
                throw new AssertionError("planted");
            }
        }

        @Override
        public boolean covers(Position other) {
            fail(Method.COVERS);
            return ((Count) other).count <= count;
        }

        @Override
        public Position withHistoryOf(Position other) {
            fail(Method.WITH_HISTORY);
            return this;
        }

        @Override
        public long epoch() {
            fail(Method.EPOCH);
            return 0;
        }

        @Override
        public String encode() {
            return "n" + count;
        }
    }

    private void allSay(long count) {
        answers(A, NodeState.primary("1", "a", new Count(count)));
        answers(B, NodeState.replica("1", "b", new Count(count)));
        answers(C, NodeState.replica("1", "c", new Count(count)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void what_a_position_throws_counts_as_no_answer_and_all_is_well_when_it_has_stopped(Method method) {
        allSay(100);

        broken = method;
        after(10);
        allSay(110);
        cluster.expire(nanos());
        fails(A);
        assertThat(cluster.view().of(B).covers(new PostgresPosition(1, 1, 1))).isFalse();
        assertThat(cluster.topology().node(B).standing()).isNotEqualTo(NodeStanding.DOWN);
        allSay(111);
        allSay(112);
        assertThat(cluster.topology().node(B).standing()).isEqualTo(NodeStanding.DOWN);
        assertThat(reason(B)).isEqualTo("tells what cannot be compared: AssertionError");

        broken = Method.NONE;
        allSay(120);
        assertThat(standings()).isEqualTo("PRIMARY REPLICA REPLICA");
        assertThat(cluster.view().of(B).covers(new Count(120))).isTrue();
    }

    @Test
    void a_position_of_another_kind_is_of_a_node_that_does_not_answer() {
        allSay(100);

        says(B, NodeRole.REPLICA, 1, 100);
        says(B, NodeRole.REPLICA, 1, 100);

        assertThat(standings()).isEqualTo("PRIMARY DOWN REPLICA");
    }

    @Test
    void of_two_primaries_without_epochs_the_one_that_has_more_is_not_preferred() {
        allSay(100);

        answers(B, NodeState.primary("1", "b", new Count(500)));

        assertThat(standings()).isEqualTo("AMBIGUOUS AMBIGUOUS REPLICA");
        answers(A, NodeState.replica("1", "a", new Count(100)));
        assertThat(standings()).isEqualTo("REPLICA PRIMARY REPLICA");
        assertThat(cluster.view().ambiguous()).isEmpty();
    }
}
