package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever hears that something was loaded, be it a listener or what follows a future, may use the cache like anybody. */
final class ListenerCallsBackTest {
    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    /** Opens one with a listener that calls it back when something was loaded. */
    private ReadThroughCache<String, String> openCalledBack(CalledBack calledBack) {
        Later<ReadThroughCache<String, String>> self = new Later<>();
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).listener(new CacheListener<String, String>() {
                    @Override
                    public void loaded(String key, Duration took) {
                        calledBack.call(self.get(), key);
                    }
                }));
        self.set(cache);
        return cache;
    }

    /** What a listener does. */
    @FunctionalInterface
    private interface CalledBack {
        void call(ReadThroughCache<String, String> cache, String key);
    }

    @Test
    void it_may_read_what_was_loaded() {
        List<@Nullable String> read = new ArrayList<>();
        ReadThroughCache<String, String> cache = openCalledBack((itself, key) -> read.add(itself.get(key)));

        String value = cache.get("a");

        assertThat(value).isEqualTo("a1");
        assertThat(read).containsExactly("a1");
    }

    @Test
    void it_may_load_other_keys() {
        ReadThroughCache<String, String> cache = openCalledBack((itself, key) -> {
            if (key.length() < 5) {
                itself.get(key + "a");
            }
        });

        cache.get("a");

        assertThat(cache.stats().loads()).isEqualTo(5);
    }

    @Test
    void it_may_make_void_what_was_loaded_and_load_it_again() {
        List<@Nullable String> read = new ArrayList<>();
        ReadThroughCache<String, String> cache = openCalledBack((itself, key) -> {
            if (read.isEmpty()) {
                read.add("first");
                itself.invalidate(key);
                read.add(itself.get(key));
            }
        });

        String value = cache.get("a");

        assertThat(value).isEqualTo("a1");
        assertThat(read).containsExactly("first", "a2");
        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void it_may_write_and_clear_and_close() {
        ReadThroughCache<String, String> cache = openCalledBack((itself, key) -> {
            itself.put("b", "put");
            itself.expire(key);
            itself.invalidateTag("tag");
            itself.write(key).close();
            itself.clear();
            itself.close();
        });

        String value = cache.get("a");

        assertThat(value).isEqualTo("a1");
        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(CacheClosedException.class);
    }

    @Test
    void what_follows_a_future_may_make_void_what_was_loaded_and_load_it_again() {
        Tasks tasks = new Tasks();
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).executor(tasks));
        CompletableFuture<@Nullable String> again = cache.getAsync("a").thenApply(first -> {
            cache.invalidate("a");
            return cache.get("a");
        });

        tasks.runAll();

        assertThat(again).isCompletedWithValue("a2");
    }

    /** One is loaded anew by the same call that returns another one past its time, of which the listener hears. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void it_may_wait_for_what_is_loaded_by_the_call_that_it_hears_of(boolean isBulk) throws Exception {
        Duration hour = Duration.ofHours(1);
        Tasks tasks = new Tasks();
        List<@Nullable String> read = new ArrayList<>();
        Later<ReadThroughCache<String, String>> self = new Later<>();
        ReadThroughCacheBuilder<String, String> builder = isBulk
                ? ReadThroughCache.<String, String>bulkBuilder(
                        "test", keys -> Map.of(keys.iterator().next(), loadOne(keys)))
                : ReadThroughCache.builder("test", rows);
        ReadThroughCache<String, String> cache = caches.open(builder.expireAfter(hour)
                .refreshAhead(0.5)
                .staleIfError(hour)
                .executor(tasks)
                .listener(new CacheListener<String, String>() {
                    @Override
                    public void staleServed(String key, Duration late) {
                        if (read.isEmpty()) {
                            // For the second time, and held back.
                            caches.ticker.advance(hour);
                            read.add(self.get().get("ageing"));
                        }
                    }
                }));
        self.set(cache);
        read.add("nothing yet");
        cache.get("stale");
        caches.ticker.advance(hour.dividedBy(2));
        cache.get("ageing");
        caches.ticker.advance(hour.dividedBy(2));
        rows.failWith(new IllegalStateException("planted"));
        cache.get("stale");
        rows.recover();
        read.clear();

        Caller caller = Caller.of(() -> cache.getAll(List.of("ageing", "stale")));

        assertThat(caller.result()).isEqualTo(Map.of("ageing", "ageing1", "stale", "stale1"));
        assertThat(read).containsExactly("ageing2");
    }

    @Test
    void it_may_read_what_else_the_same_call_loads() {
        List<@Nullable String> read = new ArrayList<>();
        Later<ReadThroughCache<String, String>> self = new Later<>();
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>bulkBuilder(
                        "test", keys -> Map.of("a", "of a", "b", "of b"))
                .listener(new CacheListener<String, String>() {
                    @Override
                    public void loaded(String key, Duration took) {
                        read.add(self.get().get(key.equals("a") ? "b" : "a"));
                    }
                }));
        self.set(cache);

        cache.getAll(List.of("a", "b"));

        assertThat(read).containsExactly("of b", "of a");
    }

    private String loadOne(Set<String> keys) throws Exception {
        return rows.load(keys.iterator().next());
    }
}
