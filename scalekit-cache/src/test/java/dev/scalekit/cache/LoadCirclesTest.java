package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Tally;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads that come to wait for each other, in every order in which they say so and look. */
final class LoadCirclesTest {

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "3, 0", "1, 1", "2, 1"})
    void of_loads_in_a_circle_one_is_refused_and_nobody_else(int length, int others) {
        try (Tally tally = Tally.of("cache.interleavings", 0)) {
            long orders = new Orders(() -> new Circle(length, others, false), run -> tally.count(run::run)).all();

            assertThat(orders).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void loads_that_look_before_they_say_what_they_wait_for_are_found(int length) {
        try (Tally planted = Tally.of("cache.planted-bugs", 0)) {
            planted.count(() -> assertThatThrownBy(
                            () -> new Orders(() -> new Circle(length, 0, true), Runnable::run).all())
                    .isInstanceOf(AssertionError.class)
                    .hasStackTraceContaining("all wait for ever"));
        }
    }
}
