package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How far behind replicas are, which of them are too far, and which are ahead. */
final class ClusterLagTest extends ClusterRig {
    private @Nullable Duration lag(String node) {
        return cluster.topology().node(node).lag();
    }

    @Test
    void without_a_primary_the_lag_is_how_long_nobody_has_said_more_and_replicas_are_read() {
        allWell();
        fails(A);
        fails(A);
        assertThat(lag(B)).isZero();

        for (int second = 1; second <= 60; second++) {
            after(1_000);
            says(B, NodeRole.REPLICA, 1, 100);

            assertThat(lag(B)).isEqualTo(Duration.ofSeconds(second));
            assertThat(standings()).startsWith("DOWN REPLICA");
        }
        says(A, NodeRole.PRIMARY, 1, 100);
        assertThat(lag(B)).isZero();
    }

    @Test
    void a_primary_that_has_nothing_new_confirms_what_it_said() {
        allWell();
        after(1_000);
        allWell();
        fails(A);
        fails(A);
        after(200);

        assertThat(lag(B)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void without_a_primary_a_replica_that_lacks_what_is_known_is_too_far_behind_one_day() {
        allWell();
        says(A, NodeRole.PRIMARY, 1, 110);
        says(B, NodeRole.REPLICA, 1, 110);
        fails(A);
        fails(A);
        after(1_001);

        says(B, NodeRole.REPLICA, 1, 110);
        says(C, NodeRole.REPLICA, 1, 100);

        assertThat(standings()).isEqualTo("DOWN REPLICA LAGGING");
    }

    @Test
    void with_two_primaries_replicas_are_read_and_their_lag_is_told_as_long_as_nobody_is_right() {
        allWell();
        says(B, NodeRole.PRIMARY, 1, 120);
        assertThat(standings()).isEqualTo("AMBIGUOUS AMBIGUOUS REPLICA");

        after(700);

        assertThat(lag(C)).isEqualTo(Duration.ofMillis(700));
    }

    /** The primary writes all the time, and the replica is behind by so much. */
    private void follows(long milliseconds, long lag) {
        for (long i = 0; i < milliseconds; i += 10) {
            after(10);
            says(A, NodeRole.PRIMARY, 1, 10_000 + millis);
            says(B, NodeRole.REPLICA, 1, 10_000 + millis - lag);
        }
    }

    @Test
    void a_replica_at_the_limit_does_not_come_and_go() {
        follows(3_000, 0);
        follows(1_500, 1_200);
        assertThat(standings()).startsWith("PRIMARY LAGGING");

        follows(3_900, 900);
        assertThat(standings()).as("it has not been within the limit for long").startsWith("PRIMARY LAGGING");
        follows(200, 1_200);
        follows(3_900, 900);
        assertThat(standings()).as("nor now").startsWith("PRIMARY LAGGING");
        follows(300, 900);
        assertThat(standings()).startsWith("PRIMARY REPLICA");
        follows(3_000, 900);
        assertThat(standings()).startsWith("PRIMARY REPLICA");
    }

    @Test
    void a_replica_that_is_well_within_the_limit_is_read_at_once() {
        follows(3_000, 0);
        follows(1_500, 1_200);

        follows(10, 400);

        assertThat(standings()).startsWith("PRIMARY REPLICA");
    }

    @Test
    void a_replica_that_is_ahead_of_an_older_sample_is_well() {
        allWell();
        after(10);

        says(B, NodeRole.REPLICA, 1, 150);

        assertThat(standings()).isEqualTo("PRIMARY REPLICA REPLICA");
    }

    @Test
    void a_replica_that_has_what_a_primary_has_not_that_was_asked_later_is_of_another_history() {
        allWell();
        says(B, NodeRole.REPLICA, 1, 150);
        after(10);

        says(A, NodeRole.PRIMARY, 1, 140);
        assertThat(standings()).isEqualTo("PRIMARY DIVERGED REPLICA");
        assertThat(reason(B)).isEqualTo("has what a, the primary, has not");
        after(10);
        says(A, NodeRole.PRIMARY, 1, 160);
        says(B, NodeRole.REPLICA, 1, 160);
        assertThat(standings()).as("what is there now is other").isEqualTo("PRIMARY DIVERGED REPLICA");

        restarts(B);
        says(B, NodeRole.REPLICA, 1, 160);
        assertThat(standings()).as("it has been made anew").isEqualTo("PRIMARY REPLICA REPLICA");
    }

    @Test
    void where_nobody_says_whether_a_server_was_started_anew_it_is_enough_to_be_covered() {
        answers(A, NodeState.primary("1", "", new PostgresPosition(1, 1, 100)));
        answers(B, NodeState.replica("1", "", new PostgresPosition(1, 1, 150)));
        after(10);
        answers(A, NodeState.primary("1", "", new PostgresPosition(1, 1, 140)));
        assertThat(standings()).startsWith("PRIMARY DIVERGED");

        answers(B, NodeState.replica("1", "", new PostgresPosition(1, 1, 120)));
        after(10);
        answers(A, NodeState.primary("1", "", new PostgresPosition(1, 1, 140)));

        assertThat(standings()).startsWith("PRIMARY REPLICA");
    }

    @Test
    void a_limit_that_no_replica_could_keep_to_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterRules.check(Duration.ofMillis(799), Pace.STANDARD))
                .withMessage(
                        "maximumLag must be at least PT0.8S, which is how often nodes are asked and how long an answer may"
                                + " take: PT0.799S is a limit that would send every read to the primary");
        assertThatCode(() -> ClusterRules.check(Duration.ofMillis(800), Pace.STANDARD))
                .doesNotThrowAnyException();
    }
}
