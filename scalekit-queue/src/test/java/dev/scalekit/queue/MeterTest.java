package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Seeds;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class MeterTest {
    private static final long SEED = 41;
    private static final long SECOND = 1_000_000_000;
    /** Where the clock overflows within the tests, as it may. */
    private static final long START = Long.MAX_VALUE - 5 * SECOND;

    private final Meter meter = new Meter(START);

    @Test
    void the_second_that_is_not_over_does_not_count() {
        meter.add(500, START);

        assertThat(meter.perSecond(at(1) - 1)).isZero();
        assertThat(meter.perSecond(at(1))).isEqualTo(500);
        assertThat(meter.perSecond(at(2))).isEqualTo(250);
    }

    @Test
    void what_is_older_than_a_minute_does_not_count() {
        meter.add(600, START);

        assertThat(meter.perSecond(at(60))).isEqualTo(10);
        assertThat(meter.perSecond(at(61))).isZero();
        assertThat(meter.perSecond(at(64))).isZero();
        assertThat(meter.perSecond(at(1_000))).isZero();
    }

    @Test
    void more_than_fits_stops_at_the_most_that_does() {
        meter.add(Long.MAX_VALUE / 2, START);
        meter.add(1, START);

        assertThat(meter.perSecond(at(1))).isEqualTo(4_294_967_295.0);
    }

    @Test
    void it_counts_like_a_map_of_seconds() {
        Seeds.forAll(SEED, 100, RandomGenerator::nextLong, seed -> {
            RandomGenerator random = Seeds.random(seed);
            Meter tested = new Meter(START);
            TreeMap<Long, Long> model = new TreeMap<>();
            long elapsed = 0;
            for (int i = 0; i < 500; i++) {
                elapsed += random.nextLong(random.nextInt(30) == 0 ? 200 * SECOND : SECOND);
                long count = random.nextLong(1_000);
                tested.add(count, START + elapsed);
                model.merge(elapsed / SECOND, count, Long::sum);

                long now = elapsed / SECOND;
                long from = Math.max(0, now - 60);
                long sum = model.subMap(from, now).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                assertThat(tested.perSecond(START + elapsed)).isEqualTo(now == 0 ? 0 : (double) sum / (now - from));
            }
        });
    }

    private static long at(long second) {
        return START + second * SECOND;
    }
}
