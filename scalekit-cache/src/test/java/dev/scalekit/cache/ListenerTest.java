package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who hears of what the cache does. */
final class ListenerTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();
    private final IllegalStateException planted = new IllegalStateException("planted");
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private final CacheListener<String, String> listener = new CacheListener<>() {
        @Override
        public void loaded(String key, Duration took) {
            heard.add("loaded " + key + " in " + took);
        }

        @Override
        public void loadFailed(String key, Duration took, Throwable failure) {
            heard.add("not loaded " + key + " in " + took + ": " + failure.getMessage());
        }

        @Override
        public void loadDiscarded(String key) {
            heard.add("discarded " + key);
        }

        @Override
        public void loadRejected(String key, Throwable reason) {
            heard.add("rejected " + key + ": " + reason.getMessage());
        }

        @Override
        public void loadTimedOut(String key, Duration waited) {
            heard.add("timed out " + key + " after " + waited);
        }

        @Override
        public void staleServed(String key, Duration late) {
            heard.add("stale " + key + " by " + late);
        }

        @Override
        public void evicted(String key, @Nullable String value) {
            heard.add("evicted " + key + " with " + value);
        }
    };

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.<String, String>builder("test", key -> {
                    caches.ticker.advance(Duration.ofSeconds(1));
                    return rows.load(key);
                })
                .listener(listener);
    }

    @Test
    void it_hears_of_each_load_and_not_of_hits() {
        ReadThroughCache<String, String> cache = caches.open(builder());

        cache.get("a");
        cache.get("a");
        cache.getAll(List.of("a", "b"));

        assertThat(heard).containsExactly("loaded a in PT1S", "loaded b in PT1S");
    }

    @Test
    void it_hears_that_nothing_was_found_as_a_load() {
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.<String, String>builder("test", key -> null).listener(listener));

        cache.get("a");

        assertThat(heard).containsExactly("loaded a in PT0S");
    }

    @Test
    void it_hears_what_a_loader_has_thrown() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        rows.failWith(planted);

        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);

        assertThat(heard).containsExactly("not loaded a in PT1S: planted");
    }

    @Test
    void it_hears_of_each_value_that_is_past_its_time_and_by_how_much() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().expireAfter(HOUR).staleIfError(HOUR));
        cache.get("a");
        caches.ticker.advance(HOUR.plusMinutes(1));
        rows.failWith(planted);
        heard.clear();

        cache.get("a");
        cache.get("a");

        assertThat(heard).containsExactly("not loaded a in PT1S: planted", "stale a by PT1M2S", "stale a by PT1M2S");
    }

    @Test
    void it_hears_what_had_to_go() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().maximumSize(2).eviction(Eviction.FIFO));

        cache.getAll(List.of("a", "b", "c"));
        cache.put("d", "put");
        cache.invalidate("d");
        cache.clear();

        assertThat(heard)
                .containsExactly(
                        "loaded a in PT1S",
                        "loaded b in PT1S",
                        "loaded c in PT1S",
                        "evicted a with a1",
                        "evicted b with b1");
    }

    @Test
    void it_hears_that_something_had_to_go_that_said_that_there_is_nothing() {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.<String, String>builder("test", key -> null)
                        .missingFor(HOUR)
                        .maximumSize(1)
                        .eviction(Eviction.FIFO)
                        .listener(listener));

        cache.get("a");
        cache.get("b");

        assertThat(heard).containsExactly("loaded a in PT0S", "loaded b in PT0S", "evicted a with null");
    }

    @Test
    void it_hears_of_refreshes_too() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().expireAfter(HOUR).refreshAhead(0.5).executor(Runnable::run));
        cache.get("a");
        caches.ticker.advance(HOUR.dividedBy(2));

        cache.get("a");

        assertThat(heard).containsExactly("loaded a in PT1S", "loaded a in PT1S");
    }

    @Test
    void it_hears_that_what_was_loaded_is_void_by_then() {
        Later<ReadThroughCache<String, String>> self = new Later<>();
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder("test", key -> {
                    self.get().invalidate(key);
                    return key;
                })
                .listener(listener));
        self.set(cache);

        cache.get("a");

        assertThat(heard).containsExactly("loaded a in PT0S", "discarded a");
    }

    @Test
    void it_does_not_hear_that_something_is_void_which_was_not_to_be_stored() {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.<String, String>builder("test", (key, context) -> {
                            context.doNotStore();
                            return key;
                        })
                        .listener(listener));

        cache.get("a");

        assertThat(heard).containsExactly("loaded a in PT0S");
    }

    @Test
    void it_hears_what_an_executor_refuses() {
        Tasks tasks = new Tasks();
        ReadThroughCache<String, String> cache = caches.open(
                builder().expireAfter(HOUR).refreshAhead(0.5).hardTimeout(HOUR).executor(tasks));
        cache.put("a", "put");
        caches.ticker.advance(HOUR.dividedBy(2));
        tasks.refuse();

        cache.get("a");
        assertThatThrownBy(() -> cache.get("b")).hasMessage("planted");

        assertThat(heard).containsExactly("rejected a: planted", "rejected b: planted");
    }

    @Test
    void it_hears_who_waits_no_longer() throws Exception {
        Duration shortTime = Duration.ofMillis(1);
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.builder("test", rows).hardTimeout(shortTime).listener(listener));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);

            assertThatThrownBy(() -> cache.get("a")).isInstanceOf(LoadTimeoutException.class);
            assertThatThrownBy(cache.getAsync("a")::get).hasCauseInstanceOf(LoadTimeoutException.class);

            assertThat(heard).containsExactly("timed out a after PT0S", "timed out a after PT0S");
            gate.awaitSomebody();
        }
    }

    @Test
    void it_hears_who_waits_no_longer_and_gets_something_old() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows)
                .expireAfter(HOUR)
                .staleIfError(HOUR)
                .softTimeout(Duration.ofMillis(1))
                .listener(listener));
        cache.put("a", "old");
        caches.ticker.advance(HOUR);
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);

            String old = cache.get("a");

            assertThat(old).isEqualTo("old");
            assertThat(heard).containsExactly("timed out a after PT0S", "stale a by PT0S");
            gate.awaitSomebody();
        }
    }

    /** Throws whatever it hears. */
    private static final class Throwing implements CacheListener<String, String> {
        @Override
        public void loaded(String key, Duration took) {
            throw new AssertionError("planted");
        }

        @Override
        public void loadFailed(String key, Duration took, Throwable failure) {
            throw new IllegalStateException("planted");
        }

        @Override
        public void loadDiscarded(String key) {
            throw new IllegalStateException("planted");
        }

        @Override
        public void loadRejected(String key, Throwable reason) {
            throw new IllegalStateException("planted");
        }

        @Override
        public void loadTimedOut(String key, Duration waited) {
            throw new IllegalStateException("planted");
        }

        @Override
        public void staleServed(String key, Duration late) {
            throw new IllegalStateException("planted");
        }

        @Override
        public void evicted(String key, @Nullable String value) {
            throw new IllegalStateException("planted");
        }
    }

    @Test
    void what_it_throws_reaches_nobody() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows)
                .expireAfter(HOUR)
                .staleIfError(HOUR)
                .maximumSize(1)
                .listener(new Throwing()));

        String a = cache.get("a");
        String b = cache.get("b");
        String again = cache.get("a");
        caches.ticker.advance(HOUR);
        rows.failWith(new IllegalStateException("of the loader"));
        String stale = cache.explain("a").state() == Explanation.State.STALE ? cache.get("a") : cache.get("b");

        assertThat(a).isEqualTo("a1");
        assertThat(b).isEqualTo("b1");
        assertThat(again).startsWith("a");
        assertThat(stale).isNotNull();
        assertThatThrownBy(() -> cache.get("c")).hasMessage("of the loader");
    }

    @Test
    void what_it_throws_of_loads_that_come_to_nothing_reaches_nobody() {
        Tasks tasks = new Tasks();
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.builder("test", rows).executor(tasks).listener(new Throwing()));
        CompletableFuture<@Nullable String> discarded = cache.getAsync("a");
        cache.invalidate("a");
        tasks.runAll();
        tasks.refuse();
        CompletableFuture<@Nullable String> rejected = cache.getAsync("b");

        assertThat(discarded).isCompletedWithValue("a1");
        assertThat(rejected)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RejectedExecutionException.class);
        assertThat(cache.stats()).returns(1L, CacheStats::discarded).returns(1L, CacheStats::rejected);
    }

    @Test
    void one_of_wider_types_will_do() {
        List<Object> keys = new ArrayList<>();
        CacheListener<Object, Object> wide = new CacheListener<>() {
            @Override
            public void loaded(Object key, Duration took) {
                keys.add(key);
            }
        };
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).listener(wide));

        cache.get("a");

        assertThat(keys).containsExactly("a");
    }
}
