package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is returned past its time since it cannot be loaded. */
final class StaleIfErrorTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration STALE = Duration.ofHours(2);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();
    private final IllegalStateException planted = new IllegalStateException("planted");

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("test", rows).expireAfter(HOUR).staleIfError(STALE);
    }

    /** Opens one whose values are past their time, and whose rows cannot be read. */
    private ReadThroughCache<String, String> openBroken() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        cache.getAll(List.of("a", "b"));
        caches.ticker.advance(HOUR);
        rows.failWith(planted);
        return cache;
    }

    static List<Exception> failures() {
        return List.of(
                new IOException("planted"), new IllegalStateException("planted"), new CancellationException("planted"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatever_a_loader_throws_the_old_value_is_returned(Exception failure) {
        ReadThroughCache<String, String> cache = openBroken();
        rows.failWith(failure);

        String one = cache.get("a");
        Map<String, String> both = cache.getAll(List.of("b", "a"));

        assertThat(one).isEqualTo("a1");
        assertThat(both).isEqualTo(Map.of("b", "b1", "a", "a1"));
        assertThat(cache.getAsync("a").join()).isEqualTo("a1");
    }

    @Test
    void an_error_is_a_failure_too() {
        boolean[] isBroken = {false};
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder("test", key -> {
                    if (isBroken[0]) {
                        throw new StackOverflowError("planted");
                    }
                    return key;
                })
                .expireAfter(HOUR)
                .staleIfError(STALE));
        cache.get("a");
        caches.ticker.advance(HOUR);
        isBroken[0] = true;

        assertThat(cache.get("a")).isEqualTo("a");
    }

    @Test
    void the_old_value_is_returned_until_the_end_of_its_period_and_never_after_it() {
        ReadThroughCache<String, String> cache = openBroken();

        caches.ticker.advance(STALE.minusNanos(1));
        String last = cache.get("a");
        caches.ticker.advance(Duration.ofNanos(1));

        assertThat(last).isEqualTo("a1");
        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
        assertThatThrownBy(() -> cache.getAll(List.of("a"))).isSameAs(planted);
        assertThatThrownBy(() -> cache.getAsync("a").get()).hasCause(planted);
    }

    @Test
    void failures_do_not_lengthen_the_period() {
        ReadThroughCache<String, String> cache = openBroken();

        for (int minute = 0; minute < 120; minute++) {
            assertThat(cache.get("a")).isEqualTo("a1");
            caches.ticker.advance(Duration.ofMinutes(1));
        }

        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }

    @Test
    void the_new_value_is_returned_as_soon_as_it_can_be_loaded() {
        ReadThroughCache<String, String> cache = openBroken();
        cache.get("a");
        rows.recover();

        String heldBack = cache.get("a");
        caches.ticker.advance(Duration.ofSeconds(1));
        String recovered = cache.get("a");

        assertThat(heldBack).isEqualTo("a1");
        assertThat(recovered).isEqualTo("a3");
        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.FRESH);
    }

    @Test
    void without_it_nothing_is_returned_past_its_time() {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).expireAfter(HOUR));
        cache.get("a");
        caches.ticker.advance(HOUR);
        rows.failWith(planted);

        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }

    @Test
    void all_who_wait_for_a_load_that_fails_get_the_old_value() throws Exception {
        ReadThroughCache<String, String> cache = openBroken();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("a")).awaitWaiting();

            gate.open();

            assertThat(owner.result()).isEqualTo("a1");
            assertThat(waiter.result()).isEqualTo("a1");
        }
        assertThat(rows.reads("a")).isEqualTo(2);
        assertThat(cache.stats().staleHits()).isEqualTo(2);
    }

    @Test
    void that_there_is_nothing_is_not_claimed_past_its_time() {
        boolean[] isBroken = {false};
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder("test", key -> {
                    if (isBroken[0]) {
                        throw planted;
                    }
                    return null;
                })
                .missingFor(HOUR)
                .staleIfError(STALE));
        cache.get("a");
        isBroken[0] = true;

        caches.ticker.advance(HOUR);

        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }

    @Test
    void what_has_a_time_of_its_own_is_old_for_as_long_as_the_others() {
        boolean[] isBroken = {false};
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.<String, String>builder("test", (key, context) -> {
                            if (isBroken[0]) {
                                throw planted;
                            }
                            context.expireAfter(Duration.ofSeconds(1));
                            return key;
                        })
                        .expireAfter(HOUR)
                        .staleIfError(STALE));
        cache.get("a");
        isBroken[0] = true;

        caches.ticker.advance(STALE.plusSeconds(1).minusNanos(1));
        String last = cache.get("a");
        caches.ticker.advance(Duration.ofNanos(1));

        assertThat(last).isEqualTo("a");
        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }

    @Test
    void that_another_cache_is_closed_is_a_failure_like_others() {
        ReadThroughCache<String, String> inner = caches.open(ReadThroughCache.builder("inner", rows));
        ReadThroughCache<String, String> outer =
                caches.open(ReadThroughCache.<String, String>builder("outer", inner::get)
                        .expireAfter(HOUR)
                        .staleIfError(STALE));
        outer.get("a");
        caches.ticker.advance(HOUR);

        inner.close();

        assertThat(outer.get("a")).isEqualTo("a1");
    }
}
