package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What there is, for who does not want anything to be loaded. */
final class GetIfPresentTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();
    private final Tasks tasks = new Tasks();

    private ReadThroughCache<String, String> open() {
        return caches.open(ReadThroughCache.builder("test", rows)
                .expireAfter(HOUR)
                .refreshAhead(0.5)
                .staleIfError(HOUR)
                .tags((key, value) -> List.of(Told.TAG))
                .executor(tasks));
    }

    @Test
    void what_is_there_is_returned_and_counts_as_a_hit() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        String value = cache.getIfPresent("a");

        assertThat(value).isEqualTo("a1");
        assertThat(cache.stats()).returns(1L, CacheStats::hits).returns(1L, CacheStats::misses);
    }

    @Test
    void what_is_not_there_is_not_loaded_and_counts_as_a_miss() {
        ReadThroughCache<String, String> cache = open();

        String value = cache.getIfPresent("a");

        assertThat(value).isNull();
        assertThat(rows.reads()).isZero();
        assertThat(tasks.waiting()).isZero();
        assertThat(cache.stats()).returns(0L, CacheStats::hits).returns(1L, CacheStats::misses);
    }

    @Test
    void what_is_past_its_soft_time_is_returned_and_not_loaded_anew() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        caches.ticker.advance(HOUR.minusNanos(1));

        String value = cache.getIfPresent("a");

        assertThat(value).isEqualTo("a1");
        assertThat(tasks.waiting()).isZero();
    }

    @Test
    void what_is_past_its_time_is_not_returned_though_it_would_be_if_a_load_failed() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        caches.ticker.advance(HOUR);

        String value = cache.getIfPresent("a");

        assertThat(value).isNull();
        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.STALE);
        assertThat(cache.stats().staleHits()).isZero();
    }

    @Test
    void what_could_not_be_loaded_anew_is_returned_until_its_time() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        caches.ticker.advance(HOUR.dividedBy(2));
        rows.failWith(new IllegalStateException("planted"));
        cache.get("a");
        tasks.runAll();

        String inTime = cache.getIfPresent("a");
        caches.ticker.advance(HOUR.dividedBy(2));
        String late = cache.getIfPresent("a");

        assertThat(inTime).isEqualTo("a1");
        assertThat(late).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void what_was_told_to_be_old_is_not_returned(Told told) {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        told.tell(cache, "a");

        assertThat(cache.getIfPresent("a")).isEqualTo(told == Told.PUT ? Told.NEW : null);
        assertThat(rows.reads()).isOne();
    }

    @Test
    void that_there_is_nothing_is_null_and_a_hit() {
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.<String, String>builder("test", key -> null).missingFor(HOUR));
        cache.get("a");

        String value = cache.getIfPresent("a");

        assertThat(value).isNull();
        assertThat(cache.stats().hits()).isOne();
    }

    @Test
    void it_does_not_wait_for_who_loads() throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller caller = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            String meanwhile = cache.getIfPresent("a");
            gate.open();

            assertThat(meanwhile).isNull();
            assertThat(caller.result()).isEqualTo("a1");
            assertThat(cache.getIfPresent("a")).isEqualTo("a1");
        }
    }

    /** Those that evict what was used least lately, and do so exactly for few entries. */
    @ParameterizedTest
    @EnumSource(names = {"LRU", "LFU", "SIEVE"})
    void it_is_a_use_of_the_key(Eviction eviction) {
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.builder("test", rows).maximumSize(2).eviction(eviction));
        cache.get("a");
        cache.get("b");

        cache.getIfPresent("a");
        cache.get("c");

        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.FRESH);
        assertThat(cache.explain("b").state()).isEqualTo(Explanation.State.ABSENT);
    }

    @Test
    void hits_are_not_counted_if_that_was_said() {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).withoutHitCount());
        cache.put("a", "put");

        String value = cache.getIfPresent("a");

        assertThat(value).isEqualTo("put");
        assertThat(cache.stats().hits()).isZero();
    }
}
