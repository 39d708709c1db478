package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsTest {
    @Test
    void nothing_said_is_the_whole_shop_for_half_an_hour() {
        assertThat(parse()).isEqualTo(new Options(25, 1_800, 7_070, 42, 7, false, false));
    }

    @Test
    void every_option_is_taken() {
        Options options =
                parse("--rate", "5", "--seconds", "60", "--port", "0", "--seed", "-7", "--step", "1", "--smoke");

        assertThat(options).isEqualTo(new Options(5, 60, 0, -7, 1, true, false));
        assertThat(parse("--help").isHelp()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "--rate,0,1 to 500",
        "--rate,501,1 to 500",
        "--seconds,4,5 to 14400",
        "--port,65536,0 to 65535",
        "--port,http,0 to 65535",
        "--step,6,'1, 2, 3, 4, 5, 7'",
        "--step,all,'1, 2, 3, 4, 5, 7'",
        "--seed,1.5,-9223372036854775808 to"
    })
    void a_value_out_of_bounds_is_refused_with_its_bounds(String option, String value, String bounds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(option, value))
                .withMessageContainingAll(option, bounds, value);
    }

    @Test
    void a_missing_value_and_an_unknown_option_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--rate")).withMessageContaining("--rate needs");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--step")).withMessageContaining("--step needs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--fast"))
                .withMessageContainingAll("unknown option --fast", "--smoke");
    }

    @Test
    void more_orders_than_the_ledger_may_hold_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--rate", "500", "--seconds", "2001"))
                .withMessageContainingAll("1000000", "500 x 2001 = 1000500");
        assertThat(parse("--rate", "500", "--seconds", "2000").rate()).isEqualTo(500);
    }

    @Test
    void the_usage_names_every_option_and_step() {
        assertThat(Options.usage(Steps.ALL))
                .contains("--rate", "--seconds", "--port", "--seed", "--step", "--smoke", "--help")
                .contains(Steps.ALL.stream()
                        .map(step -> step.number() + "  " + step.title())
                        .toList());
    }

    private static Options parse(String... arguments) {
        return Options.parse(List.of(arguments), Steps.ALL, 42);
    }
}
