package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** On a clock that moves only in the two steps. */
final class PreparedLoopTest {
    private static final Load ONE = new Load(1, 0);

    private final VirtualClock clock = new VirtualClock();
    private long trips;

    @Test
    void what_is_prepared_is_not_in_the_figures() throws Exception {
        PreparedLoop loop =
                new PreparedLoop(clock, () -> Map.of("trips/op", trips), () -> step(90, 1000), () -> step(10, 2));

        LoadResult result = loop.run(ONE, Duration.ofMillis(100), Duration.ofMillis(300));

        assertThat(result.operations()).isEqualTo(3);
        assertThat(result.mean()).isEqualTo(1e7);
        assertThat(result.perSecond()).isEqualTo(100, within(1e-6));
        assertThat(result.counts()).containsExactly(Map.entry("trips/op", 2.0));
    }

    @Test
    void it_runs_at_least_once_however_long_that_takes() throws Exception {
        PreparedLoop loop = new PreparedLoop(clock, Counted.NOTHING, () -> step(5000, 0), () -> step(10, 0));

        assertThat(loop.run(ONE, Duration.ZERO, Duration.ofMillis(1)).operations())
                .isEqualTo(1);
    }

    private void step(long millis, long made) {
        clock.advance(TimeUnit.MILLISECONDS.toNanos(millis));
        trips += made;
    }
}
