package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PeakLatencyTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long START = -5 * SECOND;
    private static final double E = Math.E;

    private final PeakLatency latency = new PeakLatency(START);

    @Test
    void nothing_has_been_measured_at_first() {
        assertThat(latency.nanos()).isZero();
    }

    @Test
    void the_first_sample_is_the_average() {
        latency.observe(5_000, START + SECOND);

        assertThat(latency.nanos()).isEqualTo(5_000);
    }

    @Test
    void a_peak_counts_at_once_and_in_full() {
        latency.observe(5_000, START);
        latency.observe(900_000, START + 1);

        assertThat(latency.nanos()).isEqualTo(900_000);
    }

    @Test
    void less_counts_as_much_as_time_has_passed() {
        latency.observe(1_000_000, START);
        latency.observe(1_000, START);
        double atOnce = latency.nanos();
        latency.observe(1_000, START + 10 * SECOND);

        assertThat(atOnce).isEqualTo(1_000_000);
        assertThat(latency.nanos()).isCloseTo(1_000_000 / E + 1_000 * (1 - 1 / E), within(1.0));
    }

    @Test
    void many_samples_have_the_weight_that_one_has_after_the_same_time() {
        PeakLatency other = new PeakLatency(START);
        latency.observe(1_000_000, START);
        other.observe(1_000_000, START);

        for (int i = 1; i <= 1_000; i++) {
            latency.observe(1_000, START + i * SECOND / 100);
        }
        other.observe(1_000, START + 10 * SECOND);

        assertThat(latency.nanos()).isCloseTo(other.nanos(), within(1.0));
    }

    @Test
    void a_latency_of_which_only_the_least_is_known_raises_the_average_and_never_lowers_it() {
        latency.observe(5_000, START);

        latency.observeAtLeast(10, START + 60 * SECOND);
        double afterLess = latency.nanos();
        latency.observeAtLeast(7_000, START + 60 * SECOND);

        assertThat(afterLess).isEqualTo(5_000);
        assertThat(latency.nanos()).isEqualTo(7_000);
    }

    @Test
    void what_took_no_time_or_less_took_a_nanosecond_so_that_it_was_measured() {
        latency.observe(0, START);
        latency.observeAtLeast(-9, START);

        assertThat(latency.nanos()).isEqualTo(1);
    }

    @Test
    void one_that_nobody_takes_is_forgotten_in_the_end_and_tried_again() {
        latency.observe(60 * SECOND, START);

        latency.age(START + 10 * SECOND);
        double afterTen = latency.nanos();
        for (int second = 11; second < 300; second++) {
            latency.age(START + second * SECOND);
        }

        assertThat(afterTen).isCloseTo(60 * SECOND / E, within(1.0));
        assertThat(latency.nanos()).isZero();
    }

    @Test
    void what_is_forgotten_has_no_part_in_what_comes_after() {
        latency.observe(60 * SECOND, START);

        latency.forget(START + SECOND);
        double forgotten = latency.nanos();
        latency.observe(5_000, START + SECOND);

        assertThat(forgotten).isZero();
        assertThat(latency.nanos()).isEqualTo(5_000);
    }

    @Test
    void a_clock_that_stands_still_or_goes_back_changes_nothing() {
        latency.observe(5_000, START);

        latency.age(START);
        latency.age(START - SECOND);
        latency.observe(1, START - SECOND);

        assertThat(latency.nanos()).isEqualTo(5_000);
    }
}
