package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of a cache. */
final class CloseTest {
    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    private ReadThroughCache<String, String> open() {
        return caches.open(ReadThroughCache.builder("test", rows));
    }

    @Test
    void whoever_waits_for_a_load_is_told_and_the_load_goes_on_in_vain() throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("a")).awaitWaiting();
            Caller many = Caller.of(() -> cache.getAll(List.of("a", "b"))).awaitWaiting();
            CompletableFuture<@Nullable String> later = cache.getAsync("a");

            cache.close();

            assertThat(waiter.failure())
                    .isInstanceOf(CacheClosedException.class)
                    .hasMessage("Cache test is closed");
            assertThat(many.failure()).isInstanceOf(CacheClosedException.class);
            assertThatThrownBy(later::get).hasCauseInstanceOf(CacheClosedException.class);
            assertThat(gate.isOpen()).isFalse();
            gate.open();
            assertThat(owner.failure()).isInstanceOf(CacheClosedException.class);
        }
        assertThat(cache.stats()).returns(0L, CacheStats::size).returns(0, CacheStats::loading);
    }

    @Test
    void who_waits_for_what_was_invalidated_is_told_too() throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("a")).awaitWaiting();
            CompletableFuture<@Nullable String> later = cache.getAsync("a");
            cache.invalidate("a");

            cache.close();

            assertThat(waiter.failure()).isInstanceOf(CacheClosedException.class);
            assertThatThrownBy(later::get).hasCauseInstanceOf(CacheClosedException.class);
            gate.open();
            assertThat(owner.failure()).isInstanceOf(CacheClosedException.class);
        }
    }

    @Test
    void each_who_waits_gets_an_exception_of_its_own() throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller one = Caller.of(() -> cache.get("a")).awaitWaiting();
            Caller other = Caller.of(() -> cache.get("a")).awaitWaiting();

            cache.close();
            gate.open();

            assertThat(one.failure()).isNotSameAs(other.failure());
            assertThat(owner.failure()).isInstanceOf(CacheClosedException.class);
        }
    }

    @Test
    void nothing_is_loaded_or_written_any_more() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        cache.close();

        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(CacheClosedException.class);
        assertThatThrownBy(() -> cache.getAll(List.of("a"))).isInstanceOf(CacheClosedException.class);
        assertThatThrownBy(() -> cache.getAsync("a").get()).hasCauseInstanceOf(CacheClosedException.class);
        assertThatThrownBy(() -> cache.put("a", "put")).isInstanceOf(CacheClosedException.class);
        assertThatThrownBy(() -> cache.write("a")).isInstanceOf(CacheClosedException.class);
        assertThatThrownBy(() -> cache.writeAll(List.of("a"))).isInstanceOf(CacheClosedException.class);
        assertThat(rows.reads()).isOne();
    }

    @Test
    void what_makes_something_void_does_nothing_and_is_no_mistake() {
        ReadThroughCache<String, String> cache = open();
        cache.close();

        cache.invalidate("a");
        cache.invalidateAll(List.of("a"));
        cache.expire("a");
        cache.invalidateTag("tag");
        cache.clear();

        assertThat(cache.getAll(List.of())).isEmpty();
        assertThat(cache.getIfPresent("a")).isNull();
        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.ABSENT);
        assertThat(cache.stats().invalidations()).isEqualTo(5);
    }

    @Test
    void what_is_put_while_it_is_closed_does_not_stay() {
        Later<ReadThroughCache<String, String>> self = new Later<>();
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).tags((key, value) -> {
                    self.get().close();
                    return List.of();
                }));
        self.set(cache);

        cache.put("a", "put");

        assertThat(cache.stats().size()).isZero();
        assertThat(cache.getIfPresent("a")).isNull();
    }

    @Test
    void what_changes_while_it_is_closed_does_not_stay() {
        Store<String, String> store = new MapStore<>();
        Flights<String, String> flights = new Flights<>(store, new Invalidations(1));
        Entry<String> changed = new Entry<>("a", Set.of(), 1, 0, 0);

        flights.change("a", known -> {
            flights.close();
            return changed;
        });

        assertThat(store.size()).isZero();
    }

    @Test
    void a_write_that_is_under_way_may_end() {
        ReadThroughCache<String, String> cache = open();
        WriteFence committed = cache.write("a");
        WriteFence givenUp = cache.write("b");

        cache.close();
        committed.commit();
        committed.close();
        givenUp.close();

        assertThat(cache.explain("a").written()).isFalse();
        assertThat(cache.explain("b").written()).isFalse();
    }

    @Test
    void again_it_does_nothing() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        cache.close();
        cache.close();

        assertThat(cache.stats().size()).isZero();
    }

    @Test
    void of_two_caches_the_other_goes_on() {
        ReadThroughCache<String, String> one = open();
        ReadThroughCache<String, String> other = open();

        one.close();

        assertThat(other.get("a")).isEqualTo("a1");
    }

    @Test
    void a_refresh_that_waits_for_a_thread_is_given_up() {
        Tasks tasks = new Tasks();
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows)
                .expireAfter(Duration.ofHours(1))
                .refreshAhead(0.5)
                .executor(tasks));
        cache.get("a");
        caches.ticker.advance(Duration.ofMinutes(30));
        cache.get("a");

        cache.close();
        tasks.runAll();

        assertThat(cache.stats()).returns(0L, CacheStats::size).returns(0, CacheStats::loading);
    }

    @Test
    void a_loader_that_closes_its_cache_gets_what_all_get() {
        Later<ReadThroughCache<String, String>> self = new Later<>();
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", key -> {
            self.get().close();
            return key;
        }));
        self.set(cache);

        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(CacheClosedException.class);
    }
}
