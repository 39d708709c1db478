package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is counted; timeouts, refusals and evictions are where they come about. */
final class StatsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final CacheStats NOTHING =
            new CacheStats(0, 0, 0, 0, 0, Duration.ZERO, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("test", rows);
    }

    @Test
    void a_new_cache_has_done_nothing() {
        assertThat(caches.open(builder()).stats()).isEqualTo(NOTHING);
    }

    @Test
    void each_call_is_a_hit_or_a_miss_of_each_of_its_keys() {
        ReadThroughCache<String, String> cache = caches.open(builder());

        cache.get("a");
        cache.get("a");
        cache.getAll(List.of("a", "b", "a"));
        cache.getAsync("b").join();

        assertThat(cache.stats())
                .returns(3L, CacheStats::hits)
                .returns(2L, CacheStats::misses)
                .returns(2L, CacheStats::loads)
                .returns(2L, CacheStats::size)
                .returns(2L, CacheStats::weight)
                .returns(0.6, CacheStats::hitRatio);
    }

    @Test
    void that_there_is_nothing_is_a_hit_if_it_is_remembered() {
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.<String, String>builder("test", key -> null).missingFor(HOUR));

        cache.get("a");
        cache.get("a");

        assertThat(cache.stats())
                .returns(1L, CacheStats::hits)
                .returns(1L, CacheStats::misses)
                .returns(1L, CacheStats::loads);
    }

    @Test
    void hits_are_not_counted_if_that_was_said_and_all_else_is() {
        ReadThroughCache<String, String> cache = caches.open(
                builder().expireAfter(HOUR).refreshAhead(0.5).withoutHitCount().executor(Runnable::run));

        cache.get("a");
        cache.get("a");
        cache.getAll(List.of("a"));
        caches.ticker.advance(HOUR.dividedBy(2));
        cache.get("a");

        assertThat(cache.stats())
                .returns(0L, CacheStats::hits)
                .returns(1L, CacheStats::misses)
                .returns(2L, CacheStats::loads)
                .returns(1L, CacheStats::refreshes);
    }

    @Test
    void failed_loads_are_counted_by_themselves() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        rows.failWith(new IllegalStateException("planted"));

        assertThatThrownBy(() -> cache.get("a")).hasMessage("planted");
        assertThatThrownBy(() -> cache.getAll(List.of("a"))).hasMessage("planted");

        assertThat(cache.stats())
                .returns(2L, CacheStats::misses)
                .returns(0L, CacheStats::loads)
                .returns(2L, CacheStats::loadFailures)
                .returns(0.0, CacheStats::hitRatio);
    }

    @Test
    void the_time_of_loads_is_added_up_whatever_comes_of_them() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder("test", key -> {
            caches.ticker.advance(Duration.ofSeconds(key.length()));
            if (key.equals("aaaa")) {
                throw new IllegalStateException("planted");
            }
            return key;
        }));

        cache.get("aa");
        assertThatThrownBy(() -> cache.get("aaaa")).hasMessage("planted");

        assertThat(cache.stats())
                .returns(Duration.ofSeconds(6), CacheStats::loadTime)
                .returns(Duration.ofSeconds(3), CacheStats::averageLoadTime);
    }

    @Test
    void without_calls_all_of_them_were_hits_and_no_load_took_any_time() {
        assertThat(NOTHING.hitRatio()).isOne();
        assertThat(NOTHING.averageLoadTime()).isZero();
    }

    @Test
    void what_is_past_its_time_is_counted_by_itself() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().expireAfter(HOUR).staleIfError(HOUR));
        cache.get("a");
        caches.ticker.advance(HOUR);
        rows.failWith(new IllegalStateException("planted"));

        cache.get("a");
        cache.get("a");
        cache.getAll(List.of("a"));

        assertThat(cache.stats())
                .returns(0L, CacheStats::hits)
                .returns(3L, CacheStats::staleHits)
                .returns(1L, CacheStats::loadFailures);
    }

    /** Before it is known what comes of a call, it is none of them. */
    @Test
    void what_is_counted_once_never_becomes_less() {
        List<CacheStats> meanwhile = new ArrayList<>();
        Later<ReadThroughCache<String, String>> self = new Later<>();
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder("test", key -> {
                    meanwhile.add(self.get().stats());
                    return rows.load(key);
                })
                .expireAfter(HOUR)
                .staleIfError(HOUR));
        self.set(cache);
        cache.get("a");
        caches.ticker.advance(HOUR);
        rows.failWith(new IllegalStateException("planted"));

        cache.get("a");

        assertThat(meanwhile).extracting(CacheStats::misses).containsExactly(0L, 1L);
        assertThat(cache.stats()).returns(1L, CacheStats::misses).returns(1L, CacheStats::staleHits);
    }

    @Test
    void the_part_of_hits_is_of_all_calls_each_counted_once() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().expireAfter(HOUR).staleIfError(HOUR));
        cache.get("a");
        cache.get("a");
        caches.ticker.advance(HOUR);
        rows.failWith(new IllegalStateException("planted"));
        cache.get("a");
        cache.get("a");

        assertThat(cache.stats().hitRatio()).isEqualTo(0.25);
    }

    @Test
    void whoever_waits_for_a_load_of_somebody_else_has_missed() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(builder());
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("a")).awaitWaiting();
            int loading = cache.stats().loading();

            gate.open();

            assertThat(owner.result()).isEqualTo(waiter.result());
            assertThat(loading).isOne();
            assertThat(cache.stats())
                    .returns(2L, CacheStats::misses)
                    .returns(1L, CacheStats::loads)
                    .returns(0, CacheStats::loading);
        }
    }

    @Test
    void each_kind_of_invalidation_is_counted() {
        ReadThroughCache<String, String> cache = caches.open(builder());

        cache.invalidate("a");
        cache.expire("a");
        cache.invalidateTag("tag");
        cache.clear();
        try (WriteFence fence = cache.write("a")) {
            fence.commit();
        }
        cache.put("a", "put");

        assertThat(cache.stats().invalidations()).isEqualTo(5);
    }

    @Test
    void a_load_that_is_void_when_it_comes_is_counted_and_is_under_way_until_then() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(builder());
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller caller = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            cache.invalidate("a");
            int loading = cache.stats().loading();
            gate.open();

            assertThat(caller.result()).isEqualTo("a1");
            assertThat(loading).isOne();
            assertThat(cache.stats())
                    .returns(1L, CacheStats::loads)
                    .returns(1L, CacheStats::discarded)
                    .returns(0, CacheStats::loading);
        }
    }

    @Test
    void a_load_that_is_void_by_a_clear_when_it_comes_is_counted_and_takes_no_place() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(builder());
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller caller = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            cache.clear();
            gate.open();

            assertThat(caller.result()).isEqualTo("a1");
            assertThat(cache.stats()).returns(1L, CacheStats::discarded).returns(0L, CacheStats::size);
        }
    }

    @Test
    void keys_that_are_being_written_are_counted() {
        ReadThroughCache<String, String> cache = caches.open(builder());

        WriteFence fence = cache.write("a");
        int writing = cache.stats().writing();
        fence.close();

        assertThat(writing).isOne();
        assertThat(cache.stats().writing()).isZero();
    }
}
