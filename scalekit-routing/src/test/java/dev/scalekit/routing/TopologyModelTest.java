package dev.scalekit.routing;

import dev.scalekit.routing.TopologyModel.Step;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a cluster concludes of what it hears is true, whatever happens. */
final class TopologyModelTest {
    private static final long SEED = 7;
    private static final int STEPS = 80;

    static List<Step> any(RandomGenerator random) {
        return Stream.generate(() -> Step.any(random)).limit(STEPS).toList();
    }

    @Test
    @Timeout(1_800)
    void what_is_concluded_is_true() {
        try (Tally tally = Tally.of("routing.topology-model", SEED)) {
            Seeds.forAllSequences(
                    SEED,
                    Effort.scaled(2_000, 10_000),
                    TopologyModelTest::any,
                    steps -> tally.count(() -> TopologyModel.check(TopologyModel::new, steps)));
        }
    }
}
