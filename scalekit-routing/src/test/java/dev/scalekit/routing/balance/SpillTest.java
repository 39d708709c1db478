package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpillTest {
    private static final long SEED = 43;

    private static double[] doubles(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({
        // healths, parts; the first seven are the table of Envoy's documentation on priority levels
        "1 1, 1 0",
        "0.72 1, 1 0",
        "0.71 1, 0.994 0.006",
        "0.5 1, 0.7 0.3",
        "0.25 1, 0.35 0.65",
        "0 1, 0 1",
        "0.25 0.25, 0.5 0.5",
        "0.2 0.1, 0.667 0.333",
        "0.5 0.5, 0.7 0.3",
        "1 0, 1 0",
        "0.1 0, 1 0",
        "0 0.1, 0 1",
        "0 0, 0 0",
        "1e-9 0, 1 0",
        "1e-9 1, 0 1",
        "0.4 0.2 0.1, 0.571 0.286 0.143",
        "0.4 0.2 1, 0.56 0.28 0.16",
        "0.4 0.5 1, 0.56 0.44 0"
    })
    void a_level_bears_1_4_times_what_is_well_of_it_and_the_next_gets_the_rest(String healths, String parts) {
        assertThat(Spill.parts(doubles(healths))).containsExactly(doubles(parts), within(0.001));
    }

    @Test
    void all_is_borne_until_more_than_two_of_seven_are_gone() {
        assertThat(Spill.bears(5 / 7.0)).isEqualTo(1);
        assertThat(Spill.bears(4.99 / 7)).isLessThan(1);
        assertThat(Spill.bears(0)).isZero();
    }

    @Test
    void parts_are_never_negative_and_add_up_to_all() {
        Seeds.forAll(
                SEED,
                Effort.scaled(2_000),
                random -> DoubleStream.generate(() -> random.nextInt(4) == 0 ? 0 : random.nextDouble())
                        .limit(random.nextInt(1, 5))
                        .toArray(),
                healths -> {
                    double[] parts = Spill.parts(healths);

                    assertThat(DoubleStream.of(parts).min().orElseThrow()).isNotNegative();
                    assertThat(DoubleStream.of(parts).sum())
                            .isCloseTo(DoubleStream.of(healths).sum() == 0 ? 0 : 1, within(1e-9));
                    for (int i = 0; i < healths.length; i++) {
                        assertThat(healths[i] > 0 || parts[i] == 0).isTrue();
                    }
                });
    }

    @Test
    void load_moves_in_small_steps_as_health_falls_in_small_steps() {
        double before = 1;
        for (int health = 1_000; health >= 0; health--) {
            double part = Spill.parts(health / 1_000.0, 1)[0];

            assertThat(before - part).isBetween(0.0, 0.001401);
            before = part;
        }
    }
}
