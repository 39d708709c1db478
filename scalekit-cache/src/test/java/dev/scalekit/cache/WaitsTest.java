package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long callers wait whose load was given up, so that they wait for another one. */
final class WaitsTest {
    private final HandTicker ticker = new HandTicker();
    private final Freshness freshness = new Freshness(
            null, null, 0, 1, Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofSeconds(60), () -> 0);
    private final Waits<String, String> waits = new Waits<>(
            "test",
            new Patience(Duration.ofMillis(90), Duration.ofMillis(100)),
            freshness,
            new Notices<>("test", null, new Counts(), true, ticker),
            ticker);
    private final Flights<String, String> flights = new Flights<>(new MapStore<>(), new Invalidations(10));

    private Want<String, String> want() {
        return new Want<>("key", new Entry<>("old", Set.of(), 1, 0, ticker.nanos()), ticker.nanos(), flights);
    }

    private void board(Want<String, String> want) {
        want.lookup.board(new Load<>(this, asks -> {}, false, ticker.nanos()));
    }

    @Test
    void the_soft_time_begins_anew_with_another_load_and_the_hard_time_does_not() {
        Want<String, String> want = want();
        ticker.advance(Duration.ofMillis(80));
        board(want);

        Duration left = waits.left(want);

        assertThat(left).isEqualTo(Duration.ofMillis(20));
        assertThat(waits.isToWaitOn(want)).isFalse();
    }

    @Test
    void who_comes_late_to_a_load_waits_for_what_is_left_of_its_soft_time() {
        Want<String, String> first = want();
        board(first);
        ticker.advance(Duration.ofMillis(70));
        Want<String, String> second = want();
        board(second);

        Duration left = waits.left(second);

        assertThat(left).isEqualTo(Duration.ofMillis(20));
    }
}
