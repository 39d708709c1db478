package dev.scalekit.routing.balance;

import dev.scalekit.routing.balance.BalancerRig.Kind;
import dev.scalekit.routing.balance.BalancerRig.Step;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever happens to a balancer, in any order: it is where a model of it is. */
final class BalancerSequencesTest {
    private static final long SEED = 61;
    private static final int SEQUENCES = 300;
    private static final int LONGEST = 150;

    /** Some oftener than others, as it takes several in a row to have an effect. */
    private static final List<Kind> KINDS = Stream.of(
                    List.of(Kind.values()),
                    List.of(Kind.PICK, Kind.PICK, Kind.PICK, Kind.PICK, Kind.PICK, Kind.PICK),
                    List.of(Kind.FAIL, Kind.FAIL, Kind.FAIL, Kind.FAIL, Kind.ROW, Kind.ROW, Kind.ROW, Kind.ROW),
                    List.of(Kind.PASS, Kind.PASS, Kind.PASS, Kind.HEAL))
            .flatMap(List::stream)
            .toList();

    static List<Step> steps(RandomGenerator random) {
        // Few names at a time make long rows.
        int names = random.nextInt(1, 7);
        int longest = random.nextBoolean() ? 8 : 80;
        return Stream.generate(() -> new Step(
                        KINDS.get(random.nextInt(KINDS.size())), random.nextInt(names), random.nextInt(longest)))
                .limit(random.nextInt(1, LONGEST))
                .toList();
    }

    static void check(Supplier<? extends BalancerRig> rigs, List<Step> steps) {
        BalancerRig rig = rigs.get();
        steps.forEach(rig::happens);
    }

    @Test
    void it_is_always_where_the_model_is() {
        try (Tally tally = Tally.of("routing.balance-sequences", SEED)) {
            Seeds.forAllSequences(
                    SEED,
                    Effort.scaled(SEQUENCES),
                    BalancerSequencesTest::steps,
                    steps -> tally.count(() -> check(BalancerRig::new, steps)));
        }
    }
}
