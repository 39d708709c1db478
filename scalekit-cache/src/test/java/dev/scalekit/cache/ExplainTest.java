package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the cache says of a key. */
final class ExplainTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    private ReadThroughCache<String, String> open() {
        return caches.open(ReadThroughCache.builder("test", rows)
                .expireAfter(HOUR)
                .refreshAhead(0.75)
                .staleIfError(HOUR)
                .tags((key, value) -> List.of("tag"))
                .executor(Runnable::run));
    }

    private static Explanation absent() {
        Duration zero = Duration.ZERO;
        return new Explanation(Explanation.State.ABSENT, zero, zero, zero, zero, 0, zero, Set.of(), false, false);
    }

    @Test
    void of_what_is_not_there_there_is_nothing_to_say() {
        assertThat(open().explain("a")).isEqualTo(absent());
    }

    @Test
    void what_is_fresh_is_returned_for_a_while() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        caches.ticker.advance(MINUTE.multipliedBy(10));

        Explanation explanation = cache.explain("a");

        assertThat(explanation)
                .isEqualTo(new Explanation(
                        Explanation.State.FRESH,
                        MINUTE.multipliedBy(10),
                        MINUTE.multipliedBy(35),
                        MINUTE.multipliedBy(50),
                        MINUTE.multipliedBy(110),
                        0,
                        Duration.ZERO,
                        Set.of("tag"),
                        false,
                        false));
    }

    @Test
    void what_is_ageing_is_returned_for_a_while_and_loaded_anew_now() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        caches.ticker.advance(MINUTE.multipliedBy(45));

        Explanation explanation = cache.explain("a");

        assertThat(explanation)
                .returns(Explanation.State.AGEING, Explanation::state)
                .returns(Duration.ZERO, Explanation::freshFor)
                .returns(MINUTE.multipliedBy(15), Explanation::servedFor)
                .returns(MINUTE.multipliedBy(75), Explanation::keptFor);
    }

    @Test
    void what_could_not_be_loaded_anew_says_when_it_is_tried_again() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        caches.ticker.advance(MINUTE.multipliedBy(45));
        rows.failWith(new IllegalStateException("planted"));
        cache.get("a");
        caches.ticker.advance(Duration.ofMillis(300));

        Explanation explanation = cache.explain("a");

        assertThat(explanation)
                .returns(Explanation.State.AGEING, Explanation::state)
                .returns(1, Explanation::failures)
                .returns(Duration.ofMillis(700), Explanation::nextLoad)
                .returns(MINUTE.multipliedBy(45).plusMillis(300), Explanation::age)
                .returns(MINUTE.multipliedBy(15).minusMillis(300), Explanation::servedFor);
    }

    @Test
    void what_is_stale_is_kept_for_a_while() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        caches.ticker.advance(HOUR);

        Explanation explanation = cache.explain("a");

        assertThat(explanation)
                .returns(Explanation.State.STALE, Explanation::state)
                .returns(Duration.ZERO, Explanation::servedFor)
                .returns(HOUR, Explanation::keptFor);
    }

    @Test
    void what_was_expired_is_stale() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        caches.ticker.advance(MINUTE);

        cache.expire("a");

        assertThat(cache.explain("a"))
                .returns(Explanation.State.STALE, Explanation::state)
                .returns(MINUTE, Explanation::age)
                .returns(HOUR, Explanation::keptFor);
    }

    @Test
    void what_is_past_all_its_times_is_expired() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        caches.ticker.advance(HOUR.multipliedBy(2));

        Explanation explanation = cache.explain("a");

        assertThat(explanation)
                .returns(Explanation.State.EXPIRED, Explanation::state)
                .returns(Duration.ZERO, Explanation::keptFor)
                .returns(HOUR.multipliedBy(2), Explanation::age);
    }

    @Test
    void what_a_tag_has_made_void_is_invalidated() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        cache.invalidateTag("tag");

        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.INVALIDATED);
    }

    @Test
    void what_was_invalidated_or_cleared_is_absent() {
        ReadThroughCache<String, String> cache = open();
        cache.getAll(List.of("a", "b"));

        cache.invalidate("a");
        Explanation invalidated = cache.explain("a");
        cache.clear();

        assertThat(invalidated).isEqualTo(absent());
        assertThat(cache.explain("b")).isEqualTo(absent());
    }

    @Test
    void what_is_there_for_ever_is_so_for_decades() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        cache.get("a");

        Explanation explanation = cache.explain("a");

        assertThat(explanation.state()).isEqualTo(Explanation.State.FRESH);
        assertThat(explanation.servedFor()).isGreaterThan(Duration.ofDays(20 * 365));
    }

    @Test
    void it_says_what_is_loaded_and_what_is_written() throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller caller = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            WriteFence fence = cache.write("b");

            Explanation loaded = cache.explain("a");
            Explanation written = cache.explain("b");

            assertThat(loaded).returns(true, Explanation::loading).returns(false, Explanation::written);
            assertThat(written).returns(false, Explanation::loading).returns(true, Explanation::written);
            fence.close();
            gate.open();
            assertThat(caller.result()).isEqualTo("a1");
        }
    }

    @Test
    void what_was_cleared_while_it_was_loaded_is_not_being_loaded() throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller caller = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            cache.clear();
            Explanation cleared = cache.explain("a");
            gate.open();

            assertThat(cleared).isEqualTo(absent());
            assertThat(caller.result()).isEqualTo("a1");
        }
    }

    /** Those that evict what was used least lately, and do so exactly for few entries. */
    @ParameterizedTest
    @EnumSource(names = {"LRU", "LFU", "SIEVE"})
    void to_ask_is_no_use_of_the_key(Eviction eviction) {
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.builder("test", rows).maximumSize(2).eviction(eviction));
        cache.get("a");
        cache.get("b");
        cache.get("b");

        cache.explain("a");
        cache.get("c");

        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.ABSENT);
        assertThat(cache.stats()).returns(1L, CacheStats::hits).returns(3L, CacheStats::misses);
    }
}
