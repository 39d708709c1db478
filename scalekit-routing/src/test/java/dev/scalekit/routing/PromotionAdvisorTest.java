package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.routing.PromotionAdvisor.Advice;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which standby an operator is told to promote. */
final class PromotionAdvisorTest {
    private static NodeStatus node(String name, NodeStanding standing, @Nullable Position position) {
        return new NodeStatus(name, standing, "", Instant.EPOCH, position, null);
    }

    private static Position at(long lsn) {
        return new PostgresPosition(1, 1, lsn);
    }

    private static Advice advice(NodeStatus... nodes) {
        List<NodeStatus> all = Arrays.asList(nodes);
        return PromotionAdvisor.advise(new TopologySnapshot(1, Instant.EPOCH, 1, Set.of(), all));
    }

    @Test
    void the_standby_that_has_all_that_was_seen_is_to_be_promoted() {
        Advice advice = advice(
                node("a", NodeStanding.DOWN, at(10)),
                node("b", NodeStanding.REPLICA, at(9)),
                node("c", NodeStanding.REPLICA, at(10)));

        assertThat(advice.node()).contains("c");
        assertThat(advice.hasEverythingSeen()).isTrue();
        assertThat(advice.reason()).contains("pg_promote");
    }

    @Test
    void it_is_said_if_even_the_best_one_has_not_all_that_the_primary_had() {
        Advice advice = advice(
                node("a", NodeStanding.DOWN, at(11)),
                node("b", NodeStanding.REPLICA, at(9)),
                node("c", NodeStanding.LAGGING, at(10)));

        assertThat(advice.node()).contains("c");
        assertThat(advice.hasEverythingSeen()).isFalse();
        assertThat(advice.reason()).contains("[a]");
    }

    @Test
    void nobody_is_to_be_promoted_beside_a_primary() {
        assertThat(advice(node("a", NodeStanding.PRIMARY, at(1)), node("b", NodeStanding.REPLICA, at(1)))
                        .node())
                .isEmpty();
        assertThat(advice(node("a", NodeStanding.AMBIGUOUS, at(1)), node("b", NodeStanding.AMBIGUOUS, at(1)))
                        .reason())
                .contains("[a, b]");
    }

    @Test
    void of_what_is_not_known_nothing_is_said() {
        assertThat(advice(node("a", NodeStanding.DOWN, null), node("b", NodeStanding.REPLICA, null))
                        .node())
                .isEmpty();
        assertThat(advice(
                                node("b", NodeStanding.REPLICA, new PostgresPosition(1, 1, 5)),
                                node("c", NodeStanding.REPLICA, new PostgresPosition(1, 2, 4)))
                        .node())
                .isEmpty();
    }
}
