package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ZipfTest {
    private static final int RANKS = 100;
    private static final int DRAWS = 1_000_000;

    /** 99 degrees of freedom: a right generator exceeds 149 in one of a thousand seeds; this seed is fixed. */
    @Test
    void ranks_are_drawn_as_often_as_the_law_says() {
        Zipf zipf = new Zipf(RANKS, 0.99);
        SplittableRandom random = new SplittableRandom(1);
        long[] drawn = new long[RANKS];
        for (int i = 0; i < DRAWS; i++) {
            drawn[zipf.next(random)]++;
        }

        double chiSquare = 0;
        for (int rank = 0; rank < RANKS; rank++) {
            double expected = DRAWS * zipf.probability(rank);
            chiSquare += (drawn[rank] - expected) * (drawn[rank] - expected) / expected;
        }
        assertThat(chiSquare).isLessThan(149);
    }

    @Test
    void the_first_rank_is_twice_as_likely_as_the_second_if_the_exponent_is_1() {
        Zipf zipf = new Zipf(RANKS, 1);

        assertThat(zipf.probability(0) / zipf.probability(1)).isCloseTo(2, within(1e-9));
        assertThat(zipf.probability(0) / zipf.probability(99)).isCloseTo(100, within(1e-6));
    }

    @Test
    void bad_laws_are_refused() {
        assertThatThrownBy(() -> new Zipf(0, 1)).hasMessage("ranks must be at least 1, not 0");
        assertThatThrownBy(() -> new Zipf(1, Double.NaN)).hasMessage("exponent must not be negative: NaN");
    }
}
