package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.util.ClearSystemProperty;
import org.junit.jupiter.api.util.SetSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ClearSystemProperty(key = Effort.PROPERTY)
final class EffortTest {

    @Test
    void the_usual_effort_is_one() {
        assertThat(Effort.scaled(10_000)).isEqualTo(10_000);
        assertThat(Effort.scaled(50, 200)).isEqualTo(50);
    }

    @Test
    @SetSystemProperty(key = Effort.PROPERTY, value = "0.1")
    void a_tenth_is_rounded_and_never_nothing() {
        assertThat(Effort.scaled(10_000)).isEqualTo(1_000);
        assertThat(Effort.scaled(26)).isEqualTo(3);
        assertThat(Effort.scaled(1)).isEqualTo(1);
    }

    @Test
    @SetSystemProperty(key = Effort.PROPERTY, value = "10")
    void ten_times_as_much_must_fit_an_int() {
        assertThat(Effort.scaled(200_000_000)).isEqualTo(2_000_000_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Effort.scaled(300_000_000))
                .withMessage("scalekit.effort must be small enough for 300000000 times it to be an int: 10.0");
    }

    @Test
    @SetSystemProperty(key = Effort.PROPERTY, value = "0.1")
    void a_shorter_run_does_a_part_of_what_an_ordinary_one_does() {
        assertThat(Effort.scaled(50, 200)).isEqualTo(5);
    }

    @Test
    @SetSystemProperty(key = Effort.PROPERTY, value = "20")
    void a_longer_run_does_more_than_an_ordinary_one_many_times() {
        assertThat(Effort.scaled(50, 200)).isEqualTo(4_000);
    }

    @Test
    @SetSystemProperty(key = Effort.PROPERTY, value = "20")
    void a_size_never_grows() {
        assertThat(Effort.upTo(1_000)).isEqualTo(1_000);
    }

    @Test
    @SetSystemProperty(key = Effort.PROPERTY, value = "0.1")
    void a_size_shrinks() {
        assertThat(Effort.upTo(1_000)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "much", "0,1", ""})
    void what_is_not_a_positive_finite_number_is_refused(String value) {
        System.setProperty(Effort.PROPERTY, value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Effort.scaled(10))
                .withMessage("scalekit.effort must be a positive finite number: \"" + value + "\"");
    }

    @Test
    void nothing_cannot_be_scaled() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Effort.scaled(0))
                .withMessage("count must be at least 1: 0");
    }
}
