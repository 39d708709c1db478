package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SlowStartTest {
    private final SlowStart tenSeconds = new SlowStart(Duration.ofSeconds(10));

    @ParameterizedTest
    @CsvSource({
        // milliseconds since the start, part
        "-5, 0.1",
        "0, 0.1",
        "999, 0.1",
        "1500, 0.15",
        "1999, 0.15",
        "5000, 0.5",
        "9499, 0.9",
        "9999, 0.95",
        "10000, 1",
        "99999, 1"
    })
    void the_part_is_that_of_the_window_that_has_passed_and_a_tenth_at_least(long millis, double part) {
        assertThat(tenSeconds.part(Duration.ofMillis(millis).toNanos())).isCloseTo(part, within(1e-12));
    }

    @Test
    void no_window_is_all_at_once() {
        SlowStart none = new SlowStart(Duration.ZERO);

        assertThat(none.isOver(0)).isTrue();
        assertThat(none.part(0)).isEqualTo(1);
    }

    /** Also windows that cannot be divided by the number of steps. */
    @ParameterizedTest
    @ValueSource(longs = {1, 7, 19, 20, 21, 39, 1_999, 1_000_000_007, 86_400_000_000_000L})
    void the_part_never_falls_never_exceeds_1_and_grows_only_when_it_is_said_to(long window) {
        SlowStart start = new SlowStart(Duration.ofNanos(window));
        double before = 0;

        long since = 0;
        int steps = 0;
        while (!start.isOver(since)) {
            long next = start.next(since);
            double part = start.part(since);
            assertThat(part).isBetween(Math.max(before, 0.1), 1.0);
            assertThat(next).isGreaterThan(since).isLessThanOrEqualTo(window);
            assertThat(start.part(next - 1)).as("just before").isEqualTo(part);
            before = part;
            since = next;
            steps++;
        }

        assertThat(start.part(since)).isEqualTo(1);
        assertThat(steps).isLessThanOrEqualTo(40);
    }
}
