package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is the primary and who is read, by what nodes say, on a clock that the test moves. */
final class ClusterTest extends ClusterRig {
    @Test
    void before_anybody_has_answered_nothing_is_known() {
        assertThat(standings()).isEqualTo("UNKNOWN UNKNOWN UNKNOWN");
        assertThat(cluster.topology().primary()).isEmpty();
    }

    @Test
    void roles_are_found() {
        allWell();

        assertThat(standings()).isEqualTo("PRIMARY REPLICA REPLICA");
        assertThat(cluster.topology().epoch()).isOne();
        assertThat(cluster.topology().primary().orElseThrow().name()).isEqualTo(A);
        assertThat(cluster.topology().node(B).lag()).isZero();
    }

    @Test
    void one_question_without_an_answer_is_no_reason_two_are() {
        allWell();

        fails(A);
        assertThat(standings()).isEqualTo("PRIMARY REPLICA REPLICA");
        fails(A);

        assertThat(standings()).isEqualTo("DOWN REPLICA REPLICA");
        assertThat(reason(A)).isEqualTo("connection refused");
        says(A, NodeRole.PRIMARY, 1, 100);
        assertThat(standings()).isEqualTo("PRIMARY REPLICA REPLICA");
    }

    @Test
    void a_node_that_never_answered_is_down_at_the_first() {
        fails(C);

        assertThat(standings()).isEqualTo("UNKNOWN UNKNOWN DOWN");
    }

    @Test
    void an_answer_that_is_old_says_nothing_any_more() {
        allWell();
        after(1_000);
        says(B, NodeRole.REPLICA, 1, 100);
        after(300);

        assertThat(standings()).isEqualTo("UNKNOWN REPLICA UNKNOWN");
        assertThat(reason(A)).isEqualTo("was not heard of for 1300 ms");
    }

    @Test
    void replicas_are_read_while_there_is_no_primary() {
        allWell();
        fails(A);
        fails(A);
        after(1_000);
        says(B, NodeRole.REPLICA, 1, 100);
        restarts(C);
        says(C, NodeRole.REPLICA, 1, 90);

        assertThat(standings()).isEqualTo("DOWN REPLICA REPLICA");
        assertThat(cluster.topology().node(C).lag()).isEqualTo(Duration.ofSeconds(1));
        after(1);
        assertThat(standings()).as("it is too old now").isEqualTo("DOWN REPLICA LAGGING");
    }

    @Test
    void a_replica_that_lags_is_not_read_until_it_has_caught_up() {
        allWell();
        after(500);
        says(A, NodeRole.PRIMARY, 1, 200);
        says(B, NodeRole.REPLICA, 1, 150);
        after(1_001);

        says(A, NodeRole.PRIMARY, 1, 200);
        says(B, NodeRole.REPLICA, 1, 199);
        says(C, NodeRole.REPLICA, 1, 200);

        assertThat(standings()).isEqualTo("PRIMARY LAGGING REPLICA");
        assertThat(reason(B)).isEqualTo("is behind by 1001 ms");
        says(B, NodeRole.REPLICA, 1, 200);
        assertThat(standings()).isEqualTo("PRIMARY REPLICA REPLICA");
    }

    @Test
    void a_promoted_replica_is_the_primary_and_the_old_one_is_refused_when_it_comes_back() {
        allWell();
        fails(A);
        fails(A);
        says(B, NodeRole.PRIMARY, 2, 120);
        says(C, NodeRole.REPLICA, 2, 120);

        assertThat(standings()).isEqualTo("DOWN PRIMARY REPLICA");
        assertThat(cluster.topology().epoch()).isEqualTo(2);
        says(A, NodeRole.PRIMARY, 1, 5_000);

        assertThat(standings()).isEqualTo("DEPOSED PRIMARY REPLICA");
        assertThat(reason(A)).isEqualTo("is a primary of epoch 1, and there is epoch 2");
    }

    @Test
    void an_old_primary_is_refused_also_if_it_is_the_only_one_that_is_left() {
        allWell();
        says(B, NodeRole.PRIMARY, 2, 120);
        fails(B);
        fails(B);

        says(A, NodeRole.PRIMARY, 1, 5_000);

        assertThat(standings()).isEqualTo("DEPOSED DOWN REPLICA");
    }

    @Test
    void a_replica_that_follows_a_primary_unknown_here_deposes_the_old_one() {
        allWell();

        says(C, NodeRole.REPLICA, 2, 130);

        assertThat(standings()).isEqualTo("DEPOSED DIVERGED REPLICA");
        assertThat(cluster.topology().primary()).isEmpty();
    }

    @Test
    void of_two_primaries_of_one_epoch_none_is_right_until_one_says_otherwise() {
        allWell();
        fails(A);
        fails(A);
        says(B, NodeRole.PRIMARY, 2, 120);
        says(C, NodeRole.PRIMARY, 2, 120);

        assertThat(standings()).isEqualTo("DOWN AMBIGUOUS AMBIGUOUS");
        assertThat(reason(C)).isEqualTo("is one of the primaries of epoch 2, which are b, c");
        fails(B);
        fails(B);
        assertThat(standings()).as("nobody knows what it does").isEqualTo("DOWN DOWN AMBIGUOUS");
        restarts(B);
        says(B, NodeRole.REPLICA, 2, 130);

        assertThat(standings()).isEqualTo("DOWN REPLICA PRIMARY");
        assertThat(covers(C, 2, 110)).as("a position of either of them").isFalse();
    }

    @Test
    void a_second_primary_of_an_epoch_does_not_follow_one_that_does_not_answer() {
        allWell();
        says(B, NodeRole.PRIMARY, 2, 120);
        fails(B);
        fails(B);

        says(C, NodeRole.PRIMARY, 2, 110);

        assertThat(standings()).isEqualTo("DEPOSED DOWN AMBIGUOUS");
        says(A, NodeRole.PRIMARY, 3, 300);
        assertThat(standings()).as("an epoch that both do not know").isEqualTo("PRIMARY DOWN DEPOSED");
    }

    @Test
    void nothing_of_an_ambiguous_epoch_is_inherited() {
        allWell();
        says(B, NodeRole.PRIMARY, 2, 120);
        says(C, NodeRole.REPLICA, 2, 120);
        assertThat(covers(C, 1, 95)).isTrue();
        says(A, NodeRole.PRIMARY, 2, 90);

        says(C, NodeRole.REPLICA, 2, 500);
        assertThat(covers(C, 1, 95))
                .as("it may follow the one that has lost it")
                .isFalse();
        says(C, NodeRole.PRIMARY, 3, 510);

        assertThat(standings()).isEqualTo("DEPOSED DEPOSED PRIMARY");
        assertThat(covers(C, 1, 95)).isFalse();
        assertThat(covers(C, 2, 490)).isFalse();
    }

    @Test
    void nothing_is_inherited_of_the_third_primary_of_an_epoch_either() {
        allWell();
        says(B, NodeRole.PRIMARY, 2, 120);
        says(A, NodeRole.PRIMARY, 2, 90);
        restarts(A);
        says(A, NodeRole.REPLICA, 1, 90);
        restarts(B);
        says(B, NodeRole.REPLICA, 1, 90);
        says(C, NodeRole.PRIMARY, 2, 130);
        assertThat(standings()).isEqualTo("REPLICA REPLICA PRIMARY");
        assertThat(covers(C, 1, 95)).as("it has had that itself").isTrue();

        says(B, NodeRole.REPLICA, 2, 125);

        assertThat(covers(B, 1, 95)).as("it may be of another of the three").isFalse();
    }

    @Test
    void what_the_promoted_one_had_is_covered_and_what_only_the_old_one_had_is_not() {
        allWell();
        says(A, NodeRole.PRIMARY, 1, 140);
        fails(A);
        says(B, NodeRole.PRIMARY, 2, 500);
        says(C, NodeRole.REPLICA, 2, 500);

        for (String node : List.of(B, C)) {
            assertThat(covers(node, 1, 100)).isTrue();
            assertThat(covers(node, 1, 101)).isFalse();
        }
    }

    @Test
    void a_replica_that_is_not_connected_any_more_goes_on_to_be_where_it_was() {
        allWell();
        says(B, NodeRole.PRIMARY, 2, 300);
        says(C, NodeRole.REPLICA, 2, 300);
        fails(B);
        fails(B);

        says(C, NodeRole.REPLICA, 1, 80);

        assertThat(standings()).as("its control file is older").isEqualTo("DEPOSED DOWN REPLICA");
        says(C, NodeRole.PRIMARY, 3, 320);
        assertThat(covers(C, 1, 100)).isTrue();
        assertThat(covers(C, 1, 101)).as("lost at the first failover").isFalse();
        assertThat(covers(C, 2, 300)).isTrue();
        assertThat(covers(C, 2, 301)).isFalse();
    }

    @Test
    void of_a_server_that_was_started_before_it_was_promoted_nothing_is_concluded() {
        allWell();
        restarts(B);

        says(B, NodeRole.PRIMARY, 2, 500);

        assertThat(covers(B, 1, 50)).as("it may have been rewound").isFalse();
    }

    @Test
    void a_question_without_an_answer_does_not_make_history_unknown() {
        allWell();
        fails(B);

        says(B, NodeRole.PRIMARY, 2, 500);

        assertThat(covers(B, 1, 100)).isTrue();
    }

    @Test
    void an_answer_is_as_old_as_its_question() {
        NodeState primary = NodeState.primary("1", "1", new PostgresPosition(1, 1, 100));

        cluster.answered(A, primary, nanos(), nanos() + Duration.ofMinutes(10).toNanos());

        assertThat(standings()).as("it was on its way for ten minutes").isEqualTo("UNKNOWN UNKNOWN UNKNOWN");
    }

    @Test
    void an_answer_to_an_earlier_question_comes_too_late() {
        allWell();
        after(100);
        says(B, NodeRole.PRIMARY, 2, 120);

        cluster.answered(B, NodeState.replica("1", incarnation(B), new PostgresPosition(1, 1, 100)), 0, nanos());

        assertThat(standings()).isEqualTo("DEPOSED PRIMARY REPLICA");
    }

    @Test
    void a_replica_that_was_far_behind_is_so_under_a_new_primary_too() {
        allWell();
        after(100);
        says(A, NodeRole.PRIMARY, 1, 110);
        says(B, NodeRole.REPLICA, 1, 110);
        after(1_100);
        says(A, NodeRole.PRIMARY, 1, 110);
        says(B, NodeRole.REPLICA, 1, 110);
        says(C, NodeRole.REPLICA, 1, 100);
        assertThat(standings()).isEqualTo("PRIMARY REPLICA LAGGING");

        says(B, NodeRole.PRIMARY, 2, 120);

        assertThat(standings()).isEqualTo("DEPOSED PRIMARY LAGGING");
    }

    @Test
    void a_primary_that_comes_back_from_a_crash_has_less_than_it_said() {
        allWell();
        says(A, NodeRole.PRIMARY, 1, 200);
        fails(A);
        restarts(A);
        after(10);

        says(A, NodeRole.PRIMARY, 1, 150);
        says(B, NodeRole.REPLICA, 1, 150);
        after(1_200);
        says(A, NodeRole.PRIMARY, 1, 150);
        says(B, NodeRole.REPLICA, 1, 150);

        assertThat(cluster.topology().node(B).lag()).as("200 was never written").isZero();
    }

    @Test
    void a_replica_that_has_not_followed_yet_is_read_if_its_history_is_known_to_be_that_of_the_primary() {
        allWell();
        says(C, NodeRole.REPLICA, 1, 90);

        says(B, NodeRole.PRIMARY, 2, 120);

        assertThat(standings()).isEqualTo("DEPOSED PRIMARY REPLICA");
        says(C, NodeRole.REPLICA, 1, 101);
        assertThat(standings()).as("it has what the new primary has not").isEqualTo("DEPOSED PRIMARY DIVERGED");
    }

    @Test
    void the_lag_begins_anew_with_a_new_primary() {
        allWell();
        says(A, NodeRole.PRIMARY, 1, 140);
        after(1_000);
        says(B, NodeRole.PRIMARY, 2, 120);
        says(C, NodeRole.REPLICA, 2, 120);
        after(200);

        assertThat(cluster.topology().node(C).lag())
                .as("140 of the old one will never come")
                .isZero();
    }

    @Test
    void a_node_of_another_cluster_gets_nothing() {
        allWell();

        answers(C, NodeState.primary("2", "2", new PostgresPosition(2, 9, 1)));

        assertThat(standings()).isEqualTo("PRIMARY REPLICA FOREIGN");
        assertThat(reason(C)).isEqualTo("is of cluster 2, not of 1");
        assertThat(cluster.topology().epoch()).isOne();
    }

    @Test
    void a_replica_that_has_replayed_nothing_yet_is_not_read() {
        allWell();

        answers(C, NodeState.replica("1", "1", null));

        assertThat(standings()).isEqualTo("PRIMARY REPLICA UNKNOWN");
    }

    @Test
    void where_roles_are_fixed_nothing_is_known_of_positions() {
        answers(A, NodeState.primary("", "", null));
        answers(B, NodeState.replica("", "", null));
        answers(C, NodeState.replica("", "", null));

        assertThat(standings()).isEqualTo("PRIMARY REPLICA REPLICA");
        assertThat(cluster.topology().node(B).lag()).isNull();
    }

    @Test
    void the_version_grows_with_each_change_of_a_standing_and_with_nothing_else() {
        allWell();
        long version = cluster.topology().version();

        says(A, NodeRole.PRIMARY, 1, 101);
        assertThat(cluster.topology().version()).isEqualTo(version);
        fails(B);
        fails(B);

        assertThat(cluster.topology().version()).isEqualTo(version + 1);
    }

    @Test
    void it_is_told_since_when_a_node_stands_where_it_does() {
        allWell();
        after(500);
        allWell();
        after(500);
        fails(B);
        fails(B);

        assertThat(cluster.topology().node(A).since()).isEqualTo(Instant.EPOCH);
        assertThat(cluster.topology().node(B).since()).isEqualTo(Instant.EPOCH.plusMillis(1_000));
    }
}
