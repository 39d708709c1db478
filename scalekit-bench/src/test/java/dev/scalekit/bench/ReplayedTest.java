package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReplayedTest {

    @Test
    void what_fits_is_loaded_once_and_a_hit_after_that() {
        assertThat(Replayed.all())
                .hasSize(7)
                .allSatisfy(kind -> assertThat(hits(kind, 16, IntStream.of(1, 2, 3, 1, 2, 3)))
                        .isEqualTo(3));
    }

    @Test
    void in_a_loop_that_does_not_fit_nothing_is_a_hit_by_policies_without_memory() {
        assertThat(Replayed.all())
                .filteredOn(kind -> kind.name().equals("FIFO") || kind.name().equals("LRU"))
                .hasSize(2)
                .allSatisfy(kind -> assertThat(
                                hits(kind, 50, IntStream.range(0, 300).map(i -> i % 100)))
                        .isZero());
    }

    private static long hits(Traces.Kind kind, int size, IntStream keys) {
        return keys.filter(kind.ofSize().apply(size)::isHit).count();
    }
}
