package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How far a replica is behind, by the primary's own earlier positions. */
final class LagsTest {
    private static final long MILLI = 1_000_000;

    private final Lags lags = new Lags(Duration.ofSeconds(1));

    private static Position at(long lsn) {
        return new PostgresPosition(1, 1, lsn);
    }

    private @Nullable Duration lag(long lsn, long nowMillis) {
        return lags.of(at(lsn), nowMillis * MILLI);
    }

    private void primary(long lsn, long askedMillis) {
        lags.add(at(lsn), askedMillis * MILLI);
    }

    @Test
    void nothing_is_known_before_a_primary_was_seen() {
        assertThat(lag(100, 0)).isNull();
        assertThat(lags.newest()).isNull();
    }

    @Test
    void whoever_has_everything_has_no_lag_however_long_nothing_was_written() {
        primary(100, 0);
        primary(100, 500);

        assertThat(lag(100, 3_600_000)).isZero();
    }

    @Test
    void the_lag_is_the_age_of_the_oldest_state_that_it_has_not_got() {
        primary(100, 0);
        primary(200, 500);
        primary(300, 1_000);

        assertThat(lag(99, 1_200)).isEqualTo(Duration.ofMillis(1_200));
        assertThat(lag(150, 1_200)).isEqualTo(Duration.ofMillis(700));
        assertThat(lag(200, 1_200)).isEqualTo(Duration.ofMillis(200));
        assertThat(lag(300, 1_200)).isZero();
    }

    @Test
    void a_write_after_a_long_silence_is_as_old_as_it_is() {
        primary(100, 0);
        primary(200, 60_000);

        assertThat(lag(100, 60_010)).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void many_samples_take_no_more_room_and_the_lag_stays_as_exact_as_it_has_to_be() {
        for (int milli = 0; milli <= 100_000; milli++) {
            primary(milli, milli);
        }

        for (int behind : new int[] {0, 1, 40, 500, 900, 1_000}) {
            Duration lag = lag(100_000 - behind, 100_000);
            assertThat(lag).isBetween(Duration.ofMillis(Math.max(0, behind - 65)), Duration.ofMillis(behind));
        }
        assertThat(lag(1, 100_000)).as("longer than matters").isGreaterThan(Duration.ofMillis(1_500));
        assertThat(lags.newest()).isEqualTo(at(100_000));
    }

    @Test
    void after_a_new_beginning_nothing_is_known() {
        primary(100, 0);

        lags.clear();

        assertThat(lag(50, 10)).isNull();
    }

    @Test
    void what_a_crash_has_taken_back_is_not_waited_for() {
        primary(100, 0);
        primary(200, 10);
        primary(150, 20);

        assertThat(lag(150, 60_000)).isZero();
        assertThat(lag(99, 1_000)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void samples_that_come_in_pairs_make_no_old_replica_fresh() {
        for (long pair = 0; pair < 1_000; pair++) {
            lags.add(at(2 * pair + 1), pair * 32 * MILLI);
            lags.add(at(2 * pair + 2), pair * 32 * MILLI + MILLI);
        }

        assertThat(lag(0, 32_000)).isGreaterThan(Duration.ofSeconds(1));
    }
}
