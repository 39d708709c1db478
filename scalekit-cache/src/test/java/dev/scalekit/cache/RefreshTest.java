package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody wants to be loaded anew, though it is not time. */
final class RefreshTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();
    private final Tasks tasks = new Tasks();
    private final IllegalStateException planted = new IllegalStateException("planted");

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("test", rows).executor(tasks);
    }

    private ReadThroughCache<String, String> open() {
        return caches.open(builder());
    }

    @Test
    void what_is_there_is_returned_until_another_thread_has_loaded_it() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        CompletableFuture<@Nullable String> refreshed = cache.refresh("a");
        String meanwhile = cache.get("a");
        boolean isEarly = refreshed.isDone();
        tasks.runAll();

        assertThat(meanwhile).isEqualTo("a1");
        assertThat(isEarly).isFalse();
        assertThat(refreshed).isCompletedWithValue("a2");
        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void it_is_a_refresh_and_neither_a_hit_nor_a_miss() {
        ReadThroughCache<String, String> cache = open();
        cache.put("a", "put");

        CompletableFuture<@Nullable String> refreshed = cache.refresh("a");
        tasks.runAll();

        assertThat(refreshed).isCompletedWithValue("a1");
        assertThat(cache.stats())
                .returns(0L, CacheStats::hits)
                .returns(0L, CacheStats::misses)
                .returns(1L, CacheStats::refreshes);
    }

    @Test
    void what_is_not_there_is_loaded() {
        ReadThroughCache<String, String> cache = open();

        CompletableFuture<@Nullable String> refreshed = cache.refresh("a");
        tasks.runAll();

        assertThat(refreshed).isCompletedWithValue("a1");
        assertThat(cache.getIfPresent("a")).isEqualTo("a1");
    }

    @Test
    void all_who_want_it_share_the_load_that_is_under_way() throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller caller = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            CompletableFuture<@Nullable String> one = cache.refresh("a");
            CompletableFuture<@Nullable String> other = cache.refresh("a");
            gate.open();

            assertThat(caller.result()).isEqualTo("a1");
            assertThat(one).isCompletedWithValue("a1");
            assertThat(other).isCompletedWithValue("a1");
            assertThat(tasks.waiting()).isZero();
        }
    }

    @Test
    void what_cannot_be_loaded_stays_and_is_tried_again_when_it_is_asked_for_after_a_while() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        rows.failWith(planted);
        CompletableFuture<@Nullable String> refreshed = cache.refresh("a");
        tasks.runAll();
        rows.recover();

        String atOnce = cache.get("a");
        int waitingAtOnce = tasks.waiting();
        caches.ticker.advance(SECOND);
        String later = cache.get("a");
        tasks.runAll();

        assertThatThrownBy(refreshed::get).cause().isSameAs(planted);
        assertThat(List.of(atOnce, later)).containsOnly("a1");
        assertThat(waitingAtOnce).isZero();
        assertThat(cache.get("a")).isEqualTo("a3");
    }

    @Test
    void nothing_old_is_brought_though_others_would_get_it() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().expireAfter(HOUR).staleIfError(HOUR));
        cache.get("a");
        caches.ticker.advance(HOUR);
        rows.failWith(planted);

        CompletableFuture<@Nullable String> refreshed = cache.refresh("a");
        tasks.runAll();

        assertThatThrownBy(refreshed::get).cause().isSameAs(planted);
        assertThat(cache.stats().staleHits()).isZero();
        assertThat(cache.get("a")).isEqualTo("a1");
    }

    @Test
    void what_is_held_back_after_a_failure_is_loaded_at_once() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        rows.failWith(planted);
        CompletableFuture<@Nullable String> failed = cache.refresh("a");
        tasks.runAll();
        rows.recover();

        CompletableFuture<@Nullable String> again = cache.refresh("a");
        tasks.runAll();

        assertThat(failed).isCompletedExceptionally();
        assertThat(again).isCompletedWithValue("a3");
        assertThat(cache.explain("a").failures()).isZero();
    }

    @Test
    void what_no_thread_would_load_stays_and_is_tried_again_after_a_while() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        tasks.refuse();

        CompletableFuture<@Nullable String> refused = cache.refresh("a");
        tasks.accept();
        cache.get("a");
        int waitingAtOnce = tasks.waiting();
        caches.ticker.advance(SECOND);
        cache.get("a");
        tasks.runAll();

        assertThatThrownBy(refused::get).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(waitingAtOnce).isZero();
        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void what_is_found_to_be_gone_is_gone() {
        boolean[] isThere = {true};
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.<String, String>builder("test", key -> isThere[0] ? key : null)
                        .executor(tasks));
        cache.get("a");
        isThere[0] = false;

        CompletableFuture<@Nullable String> refreshed = cache.refresh("a");
        tasks.runAll();

        assertThat(refreshed).isCompletedWithValue(null);
        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.ABSENT);
    }

    @Test
    void what_is_void_when_it_comes_is_brought_and_not_stored() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        CompletableFuture<@Nullable String> refreshed = cache.refresh("a");
        cache.invalidate("a");
        tasks.runAll();

        assertThat(refreshed).isCompletedWithValue("a2");
        assertThat(cache.getIfPresent("a")).isNull();
    }

    @Test
    void what_was_void_by_a_tag_before_it_was_wanted_is_not_brought() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(builder().tags((key, value) -> List.of(Told.TAG)));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller caller = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            cache.invalidateTag(Told.TAG);

            CompletableFuture<@Nullable String> refreshed = cache.refresh("a");
            gate.open();
            Object before = caller.result();
            tasks.runAll();

            assertThat(before).isEqualTo("a1");
            assertThat(refreshed).isCompletedWithValue("a2");
        }
    }

    @Test
    void what_is_written_is_brought_and_not_stored() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        WriteFence fence = cache.write("a");

        CompletableFuture<@Nullable String> refreshed = cache.refresh("a");
        tasks.runAll();
        String meanwhile = cache.get("a");
        fence.rollback();

        assertThat(refreshed).isCompletedWithValue("a2");
        assertThat(meanwhile).isEqualTo("a1");
        assertThat(cache.get("a")).isEqualTo("a1");
    }

    @Test
    void who_waits_too_long_is_told_and_what_is_there_stays() throws Exception {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).hardTimeout(Duration.ofMillis(1)));
        cache.put("a", "put");
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);

            CompletableFuture<@Nullable String> refreshed = cache.refresh("a");

            assertThatThrownBy(refreshed::get).hasCauseInstanceOf(LoadTimeoutException.class);
            assertThat(cache.getIfPresent("a")).isEqualTo("put");
            assertThat(cache.stats().timeouts()).isOne();
            gate.awaitSomebody();
        }
    }

    @Test
    void who_cancels_ends_no_load() {
        ReadThroughCache<String, String> cache = open();

        cache.refresh("a").cancel(true);
        tasks.runAll();

        assertThat(cache.getIfPresent("a")).isEqualTo("a1");
    }

    @Test
    void a_cache_that_is_closed_loads_nothing() {
        ReadThroughCache<String, String> cache = open();
        cache.close();

        assertThatThrownBy(() -> cache.refresh("a").get()).hasCauseInstanceOf(CacheClosedException.class);
    }

    /** Whoever looks again before he loads may find what was there already when somebody else wanted it to be loaded anew. */
    @Test
    void who_joins_a_flight_that_brings_only_what_was_there_looks_again() {
        Flights<String, String> flights = new Flights<>(new MapStore<>(), new Invalidations(1));
        Freshness freshness = new Freshness(null, null, 0, 1, Duration.ZERO, SECOND, SECOND, () -> 0);
        Notices<String, String> notices = new Notices<>("test", null, new Counts(), true, caches.ticker);
        Waits<String, String> waits = new Waits<>("test", new Patience(null, null), freshness, notices, caches.ticker);
        Load<String, String> load = new Load<>("cache", asks -> {}, false, 0);
        Lookup<String, String> first = new Lookup<>("a", flights);
        Want<String, String> refresh = Want.refresh("a", 0, flights);
        Want<String, String> get = new Want<>("a", null, 0, flights);
        first.board(load);
        refresh.lookup.board(load);
        get.lookup.board(load);
        Entry<String> known = new Entry<>("old", Set.of(), 1, 0, 0);

        first.landKnown(known);

        assertThat(waits.landed(refresh)).isNull();
        assertThat(waits.landed(get)).isSameAs(known);
    }
}
