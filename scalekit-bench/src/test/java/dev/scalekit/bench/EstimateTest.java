package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class EstimateTest {

    @Test
    void the_median_ignores_an_outlier() {
        Estimate estimate = Estimate.of(3, 1, 2, 1000, 4);

        assertThat(estimate.median()).isEqualTo(3);
        assertThat(estimate.min()).isEqualTo(1);
        assertThat(estimate.max()).isEqualTo(1000);
        assertThat(Estimate.of(4, 1, 3, 2).median()).isEqualTo(2.5);
    }

    /** 1 - 2 (1 + 10) / 2^10: the row for n = 10 of every table of intervals for the median. */
    @Test
    void of_ten_values_the_second_lowest_and_highest_cover_the_median_with_98_percent() {
        Estimate estimate = Estimate.of(10, 9, 8, 7, 6, 5, 4, 3, 2, 1);

        assertThat(estimate.low()).isEqualTo(2);
        assertThat(estimate.high()).isEqualTo(9);
        assertThat(estimate.coverage()).isCloseTo(1 - 22.0 / 1024, within(1e-12));
    }

    @Test
    void few_values_cover_less_than_95_percent_and_say_so() {
        assertThat(Estimate.of(1, 2, 3).coverage()).isCloseTo(0.75, within(1e-12));
        assertThat(Estimate.of(5).coverage()).isZero();
        assertThat(Estimate.of(1, 2, 3, 4, 5, 6).coverage()).isGreaterThan(0.95);
    }

    /** The machine slows down tenfold from round to round; the quotient of two subjects of a round does not notice. */
    @Test
    void ratios_are_taken_round_by_round() {
        Estimate ratio = Estimate.ofRatios(new double[] {2, 20, 200}, new double[] {1, 10, 100});

        assertThat(ratio.median()).isEqualTo(2);
        assertThat(ratio.min()).isEqualTo(2);
        assertThat(ratio.max()).isEqualTo(2);
    }

    /** What one round has on top of both subjects cancels out. */
    @Test
    void differences_are_taken_round_by_round() {
        Estimate difference = Estimate.ofDifferences(new double[] {3, 30, 300}, new double[] {1, 28, 301});

        assertThat(difference.median()).isEqualTo(2);
        assertThat(difference.min()).isEqualTo(-1);
        assertThat(difference.max()).isEqualTo(2);
    }

    @Test
    void rounds_must_match() {
        assertThatThrownBy(() -> Estimate.ofRatios(new double[2], new double[3]))
                .hasMessage("ratios need as many rounds on both sides: 2 and 3");
        assertThatThrownBy(() -> Estimate.ofDifferences(new double[1], new double[2]))
                .hasMessage("differences need as many rounds on both sides: 1 and 2");
        assertThatThrownBy(Estimate::of).hasMessage("an estimate needs at least 1 value");
    }
}
