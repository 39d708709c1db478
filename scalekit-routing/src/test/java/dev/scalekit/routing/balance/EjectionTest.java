package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EjectionTest {
    private static Ejection capped(double cap) {
        return new Ejection(5, 3, 0.5, 20, Duration.ofSeconds(10), Duration.ofMinutes(5), cap);
    }

    @ParameterizedTest
    @CsvSource({
        // cap, endpoints, most
        "0.5, 1, 1",
        "0.5, 2, 1",
        "0.5, 3, 1",
        "0.5, 4, 2",
        "0.5, 5, 2",
        "0.5, 100, 50",
        "0, 1, 1",
        "0, 100, 1",
        "1, 1, 1",
        "1, 3, 3",
        "0.1, 9, 1",
        "0.1, 10, 1",
        "0.1, 20, 2",
        "0.29, 100, 29",
        "0.58, 50, 29",
        "0.7, 10, 7"
    })
    void as_many_may_be_out_as_the_cap_says_and_one_always(double cap, int endpoints, int most) {
        assertThat(capped(cap).most(endpoints)).isEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 20", "3, 30", "29, 290", "30, 300", "31, 300", "2147483647, 300"})
    void the_nth_time_is_n_times_as_long_up_to_the_longest(int times, long seconds) {
        assertThat(capped(0.5).duration(times)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        // times counted before, seconds in rotation since, times now
        "0, 0, 1",
        "0, 999999, 1",
        "0, -5, 1",
        "1, 0, 2",
        "1, 9, 2",
        "1, 10, 1",
        "1, 999999, 1",
        "5, 0, 6",
        "5, 10, 5",
        "5, 29, 4",
        "5, 50, 1",
        "5, 60, 1",
        "5, -1, 6"
    })
    void each_base_time_in_rotation_makes_up_for_one_ejection(int before, long seconds, int now) {
        assertThat(capped(0.5).times(before, Duration.ofSeconds(seconds).toNanos()))
                .isEqualTo(now);
    }

    @Test
    void the_longest_time_in_rotation_makes_up_for_all() {
        assertThat(capped(0.5).times(1_000, Long.MAX_VALUE)).isEqualTo(1);
    }
}
