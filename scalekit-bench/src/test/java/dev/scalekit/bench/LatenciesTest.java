package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

final class LatenciesTest {

    @Test
    void percentiles_of_two_threads_are_those_of_all_values() {
        Latencies odd = new Latencies();
        Latencies even = new Latencies();
        for (int micros = 1; micros <= 10_000; micros++) {
            (micros % 2 == 0 ? even : odd).add(micros * 1000L);
        }

        odd.addAll(even);

        assertThat(odd.count()).isEqualTo(10_000);
        assertThat(odd.mean()).isEqualTo(5_000_500);
        assertThat(odd.max()).isEqualTo(10_000_000);
        assertThat(odd.statistics().getPercentile(50)).isCloseTo(5_000_000, withinPercentage(0.25));
        assertThat(odd.statistics().getPercentile(99)).isCloseTo(9_900_000, withinPercentage(0.25));
        assertThat(odd.statistics().getPercentile(99.9)).isCloseTo(9_990_000, withinPercentage(0.25));
    }
}
