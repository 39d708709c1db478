package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import java.util.function.LongToIntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WeightedIndexTest {
    private static final long SEED = 31;

    @Test
    void equal_weights_need_no_table_and_have_equal_parts() {
        WeightedIndex index = WeightedIndex.of(new double[] {3, 3, 3});

        assertThat(index.isEven()).isTrue();
        assertThat(Odds.of(index::at, 3)).containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, within(1e-9));
    }

    @Test
    void one_weight_is_always_drawn() {
        WeightedIndex index = WeightedIndex.of(new double[] {0.1});

        assertThat(index.at(0)).isZero();
        assertThat(index.at(-1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 2",
                "70 30",
                "5 1 1",
                "1 1 1 0.1",
                "0.1 1 1 1",
                "1e-6 1e6",
                "1e6 1e-6",
                "1e-6 1e6 1e-6 1e6 1e-6",
                "1e6 1e6 1e-6",
                "1 2 3 4 5 6 7 8 9 10",
                "0.1 0.2 0.3 0.4",
                "1e6 1 1 1 1 1 1 1"
            })
    void each_weight_is_drawn_with_exactly_its_part_of_all(String text) {
        requireExact(
                Stream.of(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray());
    }

    @Test
    void random_weights_are_drawn_with_exactly_their_parts() {
        Seeds.forAll(SEED, Effort.scaled(300), WeightedIndexTest::weights, WeightedIndexTest::requireExact);
    }

    private static double[] weights(RandomGenerator random) {
        double[] weights = new double[random.nextInt(1, 60)];
        boolean hostile = random.nextBoolean();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = hostile ? Math.pow(10, random.nextDouble(-6, 6)) : random.nextInt(1, 10);
        }
        return weights;
    }

    private static void requireExact(double[] weights) {
        requireExact(WeightedIndex.of(weights)::at, weights);
    }

    /** Requires that an index draws with the odds that weights say. */
    static void requireExact(LongToIntFunction index, double[] weights) {
        double sum = DoubleStream.of(weights).sum();

        double[] odds = Odds.of(index, weights.length);

        for (int i = 0; i < weights.length; i++) {
            // The line has 2^32 points, and both ends of each part are rounded.
            assertThat(odds[i]).as("part of %s", weights[i]).isCloseTo(weights[i] / sum, within(0x1p-31));
        }
    }

    @Test
    void the_index_never_falls_along_the_line() {
        WeightedIndex index = WeightedIndex.of(new double[] {1e-6, 5, 1e6, 1, 1, 2e5, 1e-6});

        int before = 0;
        for (long point = 0; point < 1L << 32; point += 99_991) {
            int at = index.at(point << 32);
            assertThat(at).isGreaterThanOrEqualTo(before);
            before = at;
        }
        assertThat(before).isEqualTo(5);
    }

    @Test
    void bits_that_are_spread_evenly_give_indexes_that_are() {
        WeightedIndex index = WeightedIndex.of(new double[] {5, 1, 2});
        int[] counts = new int[3];

        for (long i = 0; i < 8_000; i++) {
            counts[index.at(i * (Long.MAX_VALUE / 4_000))]++;
        }

        assertThat(counts).satisfies(all -> {
            assertThat(all[0]).isBetween(4_990, 5_010);
            assertThat(all[1]).isBetween(990, 1_010);
            assertThat(all[2]).isBetween(1_990, 2_010);
        });
    }
}
