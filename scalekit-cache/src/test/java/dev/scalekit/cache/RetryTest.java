package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When something that could not be loaded is loaded again. */
final class RetryTest {
    private static final Duration DAY = Duration.ofDays(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();
    private final IllegalStateException planted = new IllegalStateException("planted");

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("test", rows).expireAfter(DAY).staleIfError(DAY);
    }

    /** Returns how long it takes after each failure until the next load, which fails too. */
    private List<Duration> waits(ReadThroughCache<String, String> cache, int failures) {
        List<Duration> waits = new ArrayList<>();
        for (int failure = 0; failure < failures; failure++) {
            int before = rows.reads();
            assertThat(cache.get("a")).isEqualTo("a1");
            assertThat(rows.reads()).isEqualTo(before + 1);
            Duration wait = cache.explain("a").nextLoad();
            caches.ticker.advance(wait.minusNanos(1));
            assertThat(cache.get("a")).isEqualTo("a1");
            assertThat(rows.reads()).as("loads while it is held back").isEqualTo(before + 1);
            caches.ticker.advance(Duration.ofNanos(1));
            waits.add(wait);
        }
        return waits;
    }

    private ReadThroughCache<String, String> openStale(ReadThroughCacheBuilder<String, String> builder) {
        ReadThroughCache<String, String> cache = caches.open(builder);
        cache.get("a");
        caches.ticker.advance(DAY);
        rows.failWith(planted);
        return cache;
    }

    private static Duration[] seconds(int... seconds) {
        return IntStream.of(seconds).mapToObj(Duration::ofSeconds).toArray(Duration[]::new);
    }

    @Test
    void the_wait_is_a_second_then_twice_as_long_each_time_and_a_minute_at_most() {
        ReadThroughCache<String, String> cache = openStale(builder());

        List<Duration> waits = waits(cache, 9);

        assertThat(waits).containsExactly(seconds(1, 2, 4, 8, 16, 32, 60, 60, 60));
    }

    @Test
    void the_wait_is_what_was_said() {
        ReadThroughCache<String, String> cache =
                openStale(builder().retryAfter(Duration.ofSeconds(5), Duration.ofSeconds(12)));

        List<Duration> waits = waits(cache, 4);

        assertThat(waits).containsExactly(seconds(5, 10, 12, 12));
    }

    @Test
    void a_wait_that_was_refused_changes_nothing() {
        ReadThroughCacheBuilder<String, String> builder = builder();

        assertThatIllegalArgumentException().isThrownBy(() -> builder.retryAfter(Duration.ofSeconds(5), Duration.ZERO));

        assertThat(waits(openStale(builder), 2)).containsExactly(seconds(1, 2));
    }

    @Test
    void jitter_shortens_the_wait() {
        ReadThroughCache<String, String> cache = openStale(builder().jitter(0.5));
        caches.random(1);

        List<Duration> waits = waits(cache, 3);

        assertThat(waits).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void failures_before_the_hard_time_count_like_those_after_it() {
        Duration soft = DAY.dividedBy(2);
        ReadThroughCache<String, String> cache =
                caches.open(builder().refreshAhead(0.5).executor(Runnable::run));
        cache.get("a");
        caches.ticker.advance(soft);
        rows.failWith(planted);

        List<Duration> before = waits(cache, 3);
        caches.ticker.advance(soft);
        List<Duration> after = waits(cache, 2);

        assertThat(before).containsExactly(seconds(1, 2, 4));
        assertThat(after).containsExactly(seconds(8, 16));
    }

    @Test
    void a_success_begins_anew() {
        ReadThroughCache<String, String> cache = openStale(builder());
        waits(cache, 3);
        rows.recover();
        cache.get("a");
        rows.failWith(planted);
        caches.ticker.advance(DAY);

        cache.get("a");

        assertThat(cache.explain("a").nextLoad()).isEqualTo(Duration.ofSeconds(1));
        assertThat(cache.explain("a").failures()).isOne();
    }

    @Test
    void without_anything_old_nothing_is_held_back() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        rows.failWith(planted);

        for (int failure = 0; failure < 3; failure++) {
            assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
        }

        assertThat(rows.reads()).isEqualTo(3);
    }

    @Test
    void what_is_held_back_is_loaded_at_once_after_it_was_invalidated() {
        ReadThroughCache<String, String> cache = openStale(builder());
        cache.get("a");
        rows.recover();

        cache.invalidate("a");

        assertThat(cache.get("a")).isEqualTo("a3");
    }

    /** So often that twice as long each time is more than a long holds. */
    @Test
    void the_wait_never_gets_shorter_however_often_it_fails() {
        Duration first = Duration.ofNanos((1L << 44) + 1);
        ReadThroughCache<String, String> cache = openStale(builder().retryAfter(first, Duration.ofDays(1000)));
        Duration before = Duration.ZERO;

        for (int failure = 0; failure < 80; failure++) {
            cache.expire("a");
            cache.get("a");
            Duration wait = cache.explain("a").nextLoad();
            assertThat(wait).as("after failure %d", failure).isGreaterThanOrEqualTo(before);
            before = wait;
        }

        assertThat(before).isEqualTo(Duration.ofDays(1000));
    }
}
