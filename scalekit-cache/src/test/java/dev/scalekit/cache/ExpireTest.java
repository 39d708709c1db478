package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody says is past its time. */
final class ExpireTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();
    private final IllegalStateException planted = new IllegalStateException("planted");

    private ReadThroughCacheBuilder<String, String> timeless() {
        return ReadThroughCache.builder("test", rows).staleIfError(HOUR);
    }

    @Test
    void the_next_caller_loads_what_is_expired() {
        ReadThroughCache<String, String> cache = caches.open(timeless());
        cache.get("a");
        cache.get("b");

        cache.expire("a");

        assertThat(cache.get("a")).isEqualTo("a2");
        assertThat(cache.get("a")).isEqualTo("a2");
        assertThat(cache.get("b")).isEqualTo("b1");
    }

    @Test
    void what_is_expired_is_returned_if_it_cannot_be_loaded() {
        ReadThroughCache<String, String> cache = caches.open(timeless());
        cache.get("a");
        rows.failWith(planted);

        cache.expire("a");

        assertThat(cache.get("a")).isEqualTo("a1");
        assertThat(cache.stats().staleHits()).isOne();
    }

    @Test
    void it_is_returned_for_the_period_from_then_on() {
        ReadThroughCache<String, String> cache = caches.open(timeless());
        cache.get("a");
        rows.failWith(planted);
        caches.ticker.advance(Duration.ofDays(7));

        cache.expire("a");
        caches.ticker.advance(HOUR.minusNanos(1));
        String last = cache.get("a");
        caches.ticker.advance(Duration.ofNanos(1));

        assertThat(last).isEqualTo("a1");
        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }

    @Test
    void it_is_not_returned_for_longer_than_it_would_have_been() {
        ReadThroughCache<String, String> cache = caches.open(timeless().expireAfter(HOUR));
        cache.get("a");
        rows.failWith(planted);
        caches.ticker.advance(HOUR.plusMinutes(30));

        cache.expire("a");
        caches.ticker.advance(Duration.ofMinutes(30));

        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }

    @Test
    void expiring_it_again_and_again_does_not_keep_it() {
        ReadThroughCache<String, String> cache = caches.open(timeless());
        cache.get("a");
        rows.failWith(planted);

        for (int minute = 0; minute < 60; minute++) {
            cache.expire("a");
            assertThat(cache.get("a")).isEqualTo("a1");
            caches.ticker.advance(Duration.ofMinutes(1));
        }
        cache.expire("a");

        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }

    @Test
    void without_stale_values_it_is_as_good_as_void() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        cache.get("a");
        rows.failWith(planted);

        cache.expire("a");

        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }

    @Test
    void what_is_held_back_after_a_failure_is_loaded_at_once() {
        ReadThroughCache<String, String> cache = caches.open(timeless());
        cache.get("a");
        rows.failWith(planted);
        cache.expire("a");
        cache.get("a");
        rows.recover();

        cache.expire("a");

        assertThat(cache.get("a")).isEqualTo("a3");
    }

    @Test
    void a_load_that_began_before_is_not_what_a_later_caller_gets() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(timeless());
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller before = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            cache.expire("a");
            String after = cache.get("a");
            gate.open();

            assertThat(after).isEqualTo("a2");
            assertThat(before.result()).isEqualTo("a1");
            assertThat(cache.get("a")).isEqualTo("a2");
        }
    }

    @Test
    void nothing_becomes_of_nothing() {
        ReadThroughCache<String, String> cache = caches.open(timeless());

        cache.expire("a");

        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.ABSENT);
        assertThat(cache.stats().size()).isZero();
    }

    @Test
    void that_there_is_nothing_is_not_claimed_any_longer() {
        boolean[] isBroken = {false};
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder("test", key -> {
                    if (isBroken[0]) {
                        throw planted;
                    }
                    return null;
                })
                .missingFor(HOUR)
                .staleIfError(HOUR));
        cache.get("a");
        isBroken[0] = true;

        cache.expire("a");

        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }

    @Test
    void an_invalidation_after_it_wins() {
        ReadThroughCache<String, String> cache = caches.open(timeless());
        cache.get("a");
        rows.failWith(planted);

        cache.expire("a");
        cache.invalidate("a");

        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }
}
