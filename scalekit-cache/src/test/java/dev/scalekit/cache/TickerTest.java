package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of the ticker only differences mean something, wherever it begins and however it moves. */
final class TickerTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();
    private final IllegalStateException planted = new IllegalStateException("planted");

    private ReadThroughCache<String, String> open() {
        return caches.open(ReadThroughCache.<String, String>builder("test", (key, context) -> rows.load(key))
                .expireAfter(HOUR)
                .refreshAhead(0.5)
                .staleIfError(HOUR)
                .replicaLag(HOUR)
                .executor(Runnable::run));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                -1,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE - 1_000_000_000L,
                Long.MAX_VALUE - 5_400_000_000_000L,
                Long.MAX_VALUE / 4 * 3,
                Long.MAX_VALUE / 2,
                Long.MIN_VALUE / 2
            })
    void something_has_the_same_life_wherever_the_ticker_begins(long origin) {
        caches.ticker.set(origin);
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        caches.ticker.advance(HOUR.dividedBy(2).minusNanos(1));
        assertThat(cache.get("a")).isEqualTo("a1");
        assertThat(rows.reads()).isOne();
        rows.failWith(planted);
        caches.ticker.advance(Duration.ofNanos(1));
        assertThat(cache.get("a")).isEqualTo("a1");
        assertThat(rows.reads()).isEqualTo(2);
        caches.ticker.advance(HOUR.dividedBy(2));
        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.STALE);
        assertThat(cache.get("a")).isEqualTo("a1");
        caches.ticker.advance(HOUR.minusNanos(1));
        assertThat(cache.get("a")).isEqualTo("a1");
        caches.ticker.advance(Duration.ofNanos(1));
        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.EXPIRED);
        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE / 4 * 3, Long.MAX_VALUE / 2})
    void what_is_for_ever_is_so_wherever_the_ticker_begins(long origin) {
        caches.ticker.set(origin);
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.<String, String>builder("test", (key, context) -> rows.load(key))
                        .staleIfError(Duration.ofDays(1000)));
        cache.get("a");

        caches.ticker.advance(Duration.ofDays(20_000));
        String much = cache.get("a");
        cache.expire("a");
        String expired = cache.get("a");

        assertThat(much).isEqualTo("a1");
        assertThat(expired).isEqualTo("a2");
        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1_000_000_000L})
    void nothing_is_read_from_the_primary_before_something_was_invalidated(long origin) {
        caches.ticker.set(origin);
        ReadThroughCache<String, Boolean> cache =
                caches.open(ReadThroughCache.<String, Boolean>builder("test", (key, context) -> context.readsPrimary())
                        .replicaLag(HOUR));

        Boolean before = cache.get("a");
        cache.invalidate("a");
        Boolean after = cache.get("a");

        assertThat(before).isFalse();
        assertThat(after).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT2400H", "PT24000H", "PT480000H"})
    void after_a_pause_everything_is_loaded_anew_and_lives_as_long_as_ever(Duration pause) {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        caches.ticker.advance(pause);
        String fresh = cache.get("a");
        caches.ticker.advance(HOUR.dividedBy(2).minusNanos(1));

        assertThat(fresh).isEqualTo("a2");
        assertThat(cache.get("a")).isEqualTo("a2");
        assertThat(rows.reads()).isEqualTo(2);
    }

    @Test
    void a_ticker_that_goes_back_neither_ends_everything_nor_keeps_it_for_ever() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        caches.ticker.advance(HOUR.negated());
        String back = cache.get("a");
        caches.ticker.advance(HOUR.multipliedBy(2).minusNanos(1));
        rows.failWith(planted);
        String inTime = cache.get("a");
        caches.ticker.advance(HOUR.plusNanos(1));

        assertThat(back).isEqualTo("a1");
        assertThat(inTime).isEqualTo("a1");
        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }
}
