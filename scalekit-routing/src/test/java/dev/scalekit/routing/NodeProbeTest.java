package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Tally;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** What a driver may throw at the one who asks, at each call. */
final class NodeProbeTest {
    private static final String NODE = "pg-a";

    private final FakeDatabase database = new FakeDatabase();
    private final Cluster cluster = new Cluster(
            List.of(NODE),
            new ClusterRules(1, Duration.ofDays(1), Duration.ofSeconds(1)),
            InstantSource.system(),
            () -> {});
    private final NodeProbe probe = new NodeProbe(
            NODE, database.source(), Dialects.postgres(), cluster, Duration.ofSeconds(1), Ticker.system());

    private NodeStanding standing() {
        return cluster.topology().node(NODE).standing();
    }

    /** Asks on a new connection, with a failure; returns how many calls that took. */
    private int survives(IntPredicate failing) {
        NodeProbe fresh = probe.another();
        int openBefore = database.notClosed();
        database.failAt(failing);
        boolean isAnswered = fresh.ask();
        int calls = database.calls();
        assertThat(standing()).isEqualTo(isAnswered ? NodeStanding.PRIMARY : NodeStanding.DOWN);

        database.failAt(call -> false);
        assertThat(fresh.ask()).as("when it is well again").isTrue();

        assertThat(standing()).isEqualTo(NodeStanding.PRIMARY);
        assertThat(database.notClosed() - openBefore).as("connections").isOne();
        fresh.close();
        return calls;
    }

    @Test
    void an_error_at_any_call_is_one_question_without_an_answer() {
        try (Tally tally = Tally.of("routing.probe-fault-points", 0)) {
            int calls = survives(call -> false);
            assertThat(calls).isGreaterThan(12);

            for (int n = 1; n <= calls; n++) {
                int at = n;
                tally.count(() -> survives(call -> call == at));
                tally.count(() -> survives(call -> call == at || call == at + 1));
                tally.count(() -> survives(call -> call >= at));
            }
        }
    }

    @Test
    void what_comes_after_the_end_is_closed_and_ignored() {
        database.whenOpening(probe::close);

        assertThat(probe.ask()).isTrue();

        assertThat(database.opened()).isOne();
        assertThat(database.notClosed()).isZero();
        assertThat(standing()).isEqualTo(NodeStanding.UNKNOWN);
    }

    @Test
    void a_connection_is_kept_from_question_to_question() {
        probe.ask();
        probe.ask();

        assertThat(database.opened()).isOne();
        assertThat(database.asked()).isEqualTo(2);
    }

    @Test
    void how_long_it_has_been_silent_is_not_forgotten_when_another_one_asks() {
        long made = Ticker.system().nanos();

        assertThat(probe.another().silentNanos(made + 10)).isEqualTo(probe.silentNanos(made + 10));
    }
}
