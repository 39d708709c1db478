package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that come and go, and who is told of what is new. */
final class ClusterChangesTest extends ClusterRig {
    private static final String D = "d";

    @Test
    void a_view_says_what_a_pick_needs() {
        after(100);
        allWell();

        View view = cluster.view();
        assertThat(view.epoch()).isOne();
        assertThat(view.nodes().keySet()).containsExactly(A, B, C);
        assertThat(view.primary()).isSameAs(view.of(A));
        Seen replica = view.of(B);
        assertThat(replica.standing()).isEqualTo(NodeStanding.REPLICA);
        assertThat(replica.covers(new PostgresPosition(1, 1, 100))).isTrue();
        assertThat(replica.covers(new PostgresPosition(1, 1, 101))).isFalse();
        assertThat(replica.askedNanos()).isEqualTo(nanos());
        assertThat(replica.isBelievedAt(nanos() + RULES.expiry().toNanos() - 1)).isTrue();
        assertThat(replica.isBelievedAt(nanos() + RULES.expiry().toNanos())).isFalse();
        assertThat(replica.isSameServerAs("b started 0", 1)).isTrue();
        assertThat(replica.isSameServerAs("b started 1", 1)).isFalse();
        assertThat(replica.isSameServerAs("b started 0", 2)).isFalse();
    }

    @Test
    void of_a_node_that_has_not_answered_or_is_none_nothing_is_believed() {
        for (String node : List.of(A, "nobody")) {
            Seen seen = cluster.view().of(node);

            assertThat(seen.standing()).isEqualTo(NodeStanding.UNKNOWN);
            assertThat(seen.isBelievedAt(-1)).isFalse();
            assertThat(seen.covers(new PostgresPosition(1, 1, 0))).isFalse();
        }
    }

    @Test
    void each_answer_is_news_and_so_is_each_other_standing() {
        allWell();
        assertThat(news).hasValue(3);

        fails(B);
        after(10);
        assertThat(news).as("nothing that a pick sees").hasValue(3);

        fails(B);
        assertThat(news).hasValue(4);
        after(2_000);
        assertThat(news).as("all is too old").hasValue(5);
    }

    @Test
    void whoever_is_told_may_ask_and_what_he_throws_is_no_failure_of_the_node() {
        Cluster[] told = new Cluster[1];
        Cluster telling = new Cluster(List.of(A), RULES, Instant::now, () -> {
            assertThat(requireNonNull(told[0]).view().primary()).isNotNull();
            throw new IllegalStateException("planted");
        });
        told[0] = telling;

        telling.answered(A, NodeState.primary("1", "1", new PostgresPosition(1, 1, 1)), 0, 0);

        assertThat(telling.topology().node(A).standing()).isEqualTo(NodeStanding.PRIMARY);
    }

    @Test
    void a_node_that_comes_is_asked_and_read() {
        allWell();
        long version = cluster.topology().version();

        cluster.add(D, nanos());
        assertThat(standings()).isEqualTo("PRIMARY REPLICA REPLICA UNKNOWN");
        assertThat(cluster.topology().version()).isEqualTo(version + 1);
        says(D, NodeRole.REPLICA, 1, 100);

        assertThat(standings()).isEqualTo("PRIMARY REPLICA REPLICA REPLICA");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.add(D, nanos()))
                .withMessage("node must be another than [a, b, c, d]: d");
    }

    @Test
    void what_comes_late_of_a_node_that_has_gone_is_ignored() {
        allWell();
        cluster.remove(B, nanos());

        says(B, NodeRole.PRIMARY, 2, 200);
        fails(B);

        assertThat(standings()).isEqualTo("PRIMARY REPLICA");
        assertThat(cluster.view().of(B).standing()).isEqualTo(NodeStanding.UNKNOWN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.remove(B, nanos()))
                .withMessage("node must be one of [a, c]: b");
    }

    @Test
    void an_answer_to_a_question_from_before_is_not_one_of_the_new_node_of_that_name() {
        allWell();
        long asked = nanos();
        after(10);
        cluster.remove(B, nanos());
        cluster.add(B, nanos());

        cluster.answered(B, NodeState.primary("1", "old", new PostgresPosition(1, 2, 200)), asked, nanos());

        assertThat(standings()).isEqualTo("PRIMARY REPLICA UNKNOWN");
    }

    @Test
    void whoever_removes_one_of_two_primaries_has_decided_for_the_other() {
        allWell();
        says(B, NodeRole.PRIMARY, 2, 120);
        says(C, NodeRole.PRIMARY, 2, 130);
        assertThat(standings()).isEqualTo("DEPOSED AMBIGUOUS AMBIGUOUS");

        cluster.remove(B, nanos());

        assertThat(standings()).isEqualTo("DEPOSED PRIMARY");
        assertThat(covers(C, 2, 125)).as("it may be of the removed one").isFalse();
    }

    @Test
    void a_promotion_that_was_a_mistake_is_taken_back_with_its_node() {
        allWell();
        says(C, NodeRole.PRIMARY, 2, 120);
        says(B, NodeRole.REPLICA, 1, 110);
        assertThat(standings()).isEqualTo("DEPOSED DIVERGED PRIMARY");

        cluster.remove(C, nanos());
        says(A, NodeRole.PRIMARY, 1, 110);

        assertThat(standings()).isEqualTo("PRIMARY REPLICA");
        assertThat(cluster.topology().epoch()).isOne();
        assertThat(covers(A, 1, 110)).isTrue();
        says(B, NodeRole.PRIMARY, 2, 300);
        assertThat(standings()).isEqualTo("DEPOSED PRIMARY");
        assertThat(covers(B, 2, 115))
                .as("the next promotion has the same number")
                .isFalse();
    }

    @Test
    void an_epoch_of_which_another_node_has_told_stays() {
        allWell();
        says(B, NodeRole.PRIMARY, 2, 120);
        says(C, NodeRole.REPLICA, 2, 120);
        restarts(C);
        says(C, NodeRole.REPLICA, 1, 100);

        cluster.remove(B, nanos());
        says(A, NodeRole.PRIMARY, 1, 5_000);

        assertThat(standings()).isEqualTo("DEPOSED REPLICA");
        assertThat(cluster.topology().epoch()).isEqualTo(2);
    }

    @Test
    void the_same_server_under_another_name_is_no_second_history() {
        allWell();
        cluster.remove(A, nanos());
        cluster.add(D, nanos());

        answers(D, NodeState.primary("1", incarnation(A), new PostgresPosition(1, 1, 110)));

        assertThat(standings()).isEqualTo("REPLICA REPLICA PRIMARY");
        assertThat(covers(D, 1, 105)).isTrue();
    }

    @Test
    void a_second_primary_of_an_epoch_makes_it_ambiguous_also_after_the_first_has_gone() {
        allWell();
        says(B, NodeRole.PRIMARY, 2, 120);
        restarts(B);
        says(B, NodeRole.REPLICA, 1, 100);

        says(C, NodeRole.PRIMARY, 2, 130);

        assertThat(cluster.topology().primary().orElseThrow().name()).isEqualTo(C);
        assertThat(covers(C, 2, 110)).as("it may be of the other one").isFalse();
    }

    @Test
    void if_nobody_is_left_of_a_cluster_it_is_that_of_the_others() {
        answers(A, NodeState.primary("9", "9", new PostgresPosition(9, 7, 1)));
        says(B, NodeRole.PRIMARY, 1, 100);
        says(C, NodeRole.REPLICA, 1, 100);
        assertThat(standings()).isEqualTo("PRIMARY FOREIGN FOREIGN");
        assertThat(cluster.identities())
                .containsEntry(A, "9")
                .containsEntry(B, "1")
                .containsEntry(C, "1");

        cluster.remove(A, nanos());

        assertThat(standings()).isEqualTo("PRIMARY REPLICA");
        assertThat(cluster.topology().epoch()).isOne();
        assertThat(cluster.view().of(B).validUntilNanos())
                .isEqualTo(Duration.ofMillis(1_300).toNanos());
        assertThat(cluster.topology().node(B).since()).isEqualTo(Instant.EPOCH);
    }
}
