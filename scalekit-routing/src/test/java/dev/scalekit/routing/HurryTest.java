package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When nodes are asked hurriedly, and for how long. */
final class HurryTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Hurry hurry = new Hurry(Pace.STANDARD, 0);

    private boolean isHurried(boolean hasPrimary, long silentSeconds, long second) {
        return hurry.interval(hasPrimary, silentSeconds * SECOND, second * SECOND)
                .equals(Pace.STANDARD.inPanic());
    }

    @Test
    void without_a_primary_there_is_haste_for_half_a_minute() {
        assertThat(isHurried(true, 0, 1)).isFalse();
        hurry.primaryIsThere(SECOND);

        assertThat(isHurried(false, 0, 1)).isTrue();
        assertThat(isHurried(false, 0, 30)).isTrue();
        assertThat(isHurried(false, 0, 31)).isFalse();
        hurry.alarm(60 * SECOND);
        assertThat(isHurried(false, 0, 61)).as("somebody waits").isTrue();
        assertThat(isHurried(false, 0, 62)).isFalse();
        hurry.primaryIsThere(70 * SECOND);
        assertThat(isHurried(false, 0, 71)).isTrue();
    }

    @Test
    void a_failure_is_a_reason_for_a_moment_but_not_to_ask_who_has_not_answered_for_long() {
        hurry.alarm(10 * SECOND);

        assertThat(isHurried(true, 0, 11)).isTrue();
        assertThat(isHurried(true, 29, 11)).isTrue();
        assertThat(isHurried(true, 30, 11)).isFalse();
        assertThat(isHurried(true, 0, 12)).isFalse();
    }

    @Test
    void many_failures_at_once_wake_nobody_twice() {
        assertThat(hurry.alarm(10 * SECOND)).isTrue();
        assertThat(hurry.alarm(10 * SECOND + 1)).isFalse();

        assertThat(hurry.alarm(10 * SECOND + Pace.STANDARD.inPanic().toNanos())).isTrue();
    }
}
