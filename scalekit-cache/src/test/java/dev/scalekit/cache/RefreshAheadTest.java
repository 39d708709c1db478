package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is loaded anew while it is returned. */
final class RefreshAheadTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SOFT = HOUR.multipliedBy(8).dividedBy(10);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();
    private final IllegalStateException planted = new IllegalStateException("planted");
    private final Tasks tasks = new Tasks();

    private ReadThroughCache<String, String> open() {
        return caches.open(ReadThroughCache.builder("test", rows)
                .expireAfter(HOUR)
                .refreshAhead(0.8)
                .executor(tasks));
    }

    /** Opens one with something past its soft time. */
    private ReadThroughCache<String, String> openAgeing() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        caches.ticker.advance(SOFT);
        return cache;
    }

    @Test
    void before_its_soft_time_nothing_is_loaded() {
        ReadThroughCache<String, String> cache = open();

        cache.get("a");
        caches.ticker.advance(SOFT.minusNanos(1));
        cache.get("a");

        assertThat(tasks.waiting()).isZero();
    }

    @Test
    void past_its_soft_time_it_is_returned_and_loaded_once_by_the_executor() {
        ReadThroughCache<String, String> cache = openAgeing();

        String first = cache.get("a");
        String second = cache.get("a");
        Map<String, String> third = cache.getAll(List.of("a"));

        assertThat(first).isEqualTo("a1");
        assertThat(second).isEqualTo("a1");
        assertThat(third).isEqualTo(Map.of("a", "a1"));
        assertThat(cache.getAsync("a")).isCompletedWithValue("a1");
        assertThat(tasks.waiting()).isOne();
        tasks.runAll();
    }

    @Test
    void what_was_loaded_anew_is_returned_from_then_on_for_a_whole_time() {
        ReadThroughCache<String, String> cache = openAgeing();
        cache.get("a");

        tasks.runAll();
        String fresh = cache.get("a");
        caches.ticker.advance(SOFT.minusNanos(1));
        cache.get("a");

        assertThat(fresh).isEqualTo("a2");
        assertThat(tasks.waiting()).isZero();
        assertThat(cache.stats().refreshes()).isOne();
    }

    @Test
    void nobody_waits_whose_value_is_loaded_anew_by_a_thread_of_the_cache() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.builder("test", rows).expireAfter(HOUR).refreshAhead(0.8));
        cache.get("a");
        caches.ticker.advance(SOFT);
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);

            String first = cache.get("a");
            gate.awaitSomebody();
            String second = cache.get("a");

            assertThat(first).isEqualTo("a1");
            assertThat(second).isEqualTo("a1");
            assertThat(cache.explain("a").loading()).isTrue();
        }
    }

    @Test
    void a_key_that_nobody_asks_for_is_not_loaded_anew() {
        ReadThroughCache<String, String> cache = openAgeing();

        cache.get("b");
        cache.explain("a");

        assertThat(tasks.waiting()).isZero();
        assertThat(rows.reads("a")).isOne();
    }

    @Test
    void who_comes_past_the_hard_time_does_the_load_that_no_thread_has_begun() {
        ReadThroughCache<String, String> cache = openAgeing();
        cache.get("a");
        caches.ticker.advance(HOUR);

        String value = cache.get("a");
        tasks.runAll();

        assertThat(value).isEqualTo("a2");
        assertThat(rows.reads()).isEqualTo(2);
    }

    @Test
    void what_cannot_be_loaded_anew_is_returned_until_its_hard_time() {
        ReadThroughCache<String, String> cache = openAgeing();
        rows.failWith(planted);
        cache.get("a");
        tasks.runAll();

        caches.ticker.advance(HOUR.minus(SOFT).minusNanos(1));
        String inTime = cache.get("a");
        tasks.runAll();
        caches.ticker.advance(Duration.ofNanos(1));

        assertThat(inTime).isEqualTo("a1");
        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }

    @Test
    void what_cannot_be_loaded_anew_counts_as_a_hit() {
        ReadThroughCache<String, String> cache = openAgeing();
        rows.failWith(planted);
        cache.get("a");
        tasks.runAll();
        cache.get("a");

        CacheStats stats = cache.stats();

        assertThat(stats.hits()).isEqualTo(2);
        assertThat(stats.staleHits()).isZero();
        assertThat(stats.loadFailures()).isOne();
        assertThat(stats.refreshes()).isOne();
    }

    @Test
    void what_is_found_to_be_gone_when_it_is_loaded_anew_is_gone() {
        boolean[] isThere = {true};
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.<String, String>builder("test", key -> isThere[0] ? key : null)
                        .expireAfter(HOUR)
                        .refreshAhead(0.8)
                        .executor(tasks));
        cache.get("a");
        caches.ticker.advance(SOFT);
        isThere[0] = false;
        cache.get("a");

        tasks.runAll();

        assertThat(cache.get("a")).isNull();
    }

    @Test
    void what_is_invalidated_while_it_is_loaded_anew_is_loaded_again() {
        ReadThroughCache<String, String> cache = openAgeing();
        cache.get("a");

        cache.invalidate("a");
        tasks.runAll();

        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.ABSENT);
        assertThat(cache.get("a")).isEqualTo("a3");
        assertThat(cache.stats().discarded()).isOne();
    }

    @Test
    void what_is_put_while_it_is_loaded_anew_stays() {
        ReadThroughCache<String, String> cache = openAgeing();
        cache.get("a");

        cache.put("a", "put");
        tasks.runAll();

        assertThat(cache.get("a")).isEqualTo("put");
    }

    @Test
    void what_is_not_there_is_looked_for_anew_as_well() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder(
                        "test", key -> rows.reads(key) == 0 ? absent(key) : rows.load(key))
                .missingFor(HOUR)
                .refreshAhead(0.8)
                .executor(tasks));
        String first = cache.get("a");
        caches.ticker.advance(SOFT);

        String second = cache.get("a");
        tasks.runAll();

        assertThat(first).isNull();
        assertThat(second).isNull();
        assertThat(cache.get("a")).isEqualTo("a2");
    }

    private @Nullable String absent(String key) throws Exception {
        rows.load(key);
        return null;
    }

    @Test
    void a_value_has_a_soft_time_of_its_own_if_it_has_a_time_of_its_own() {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.<String, String>builder("test", (key, context) -> {
                            context.expireAfter(Duration.ofSeconds(10));
                            return rows.load(key);
                        })
                        .expireAfter(HOUR)
                        .refreshAhead(0.8)
                        .executor(tasks));

        cache.get("a");

        assertThat(cache.explain("a").freshFor()).isEqualTo(Duration.ofSeconds(8));
        assertThat(cache.explain("a").servedFor()).isEqualTo(Duration.ofSeconds(10));
    }
}
