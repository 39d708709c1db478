package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callers who do not wait for ever. Where something hangs the time is short, and where nothing does it is long. */
final class HardTimeoutTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("users", rows);
    }

    private static void awaitStored(ReadThroughCache<String, String> cache, String key) {
        Await.until(
                "the end of a load", Caches.PATIENCE, () -> cache.explain(key).state() == Explanation.State.FRESH);
    }

    @Test
    void a_caller_leaves_and_what_the_load_brings_is_stored() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(builder().hardTimeout(SHORT));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);

            assertThatThrownBy(() -> cache.get("key-of-it"))
                    .isInstanceOf(LoadTimeoutException.class)
                    .hasMessageContainingAll("users", "key-of-it", SHORT.toString());

            gate.awaitSomebody();
            assertThat(cache.explain("key-of-it").loading()).isTrue();
        }
        awaitStored(cache, "key-of-it");
        assertThat(cache.get("key-of-it")).isEqualTo("key-of-it1");
        assertThat(rows.reads()).isOne();
    }

    @Test
    void who_does_not_wait_is_told_in_time_too() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(builder().hardTimeout(SHORT));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);

            CompletableFuture<@Nullable String> value = cache.getAsync("a");

            assertThatThrownBy(value::get).hasCauseInstanceOf(LoadTimeoutException.class);
            gate.awaitSomebody();
        }
        awaitStored(cache, "a");
        assertThat(cache.getAsync("a")).isCompletedWithValue("a1");
    }

    @Test
    void who_asks_for_many_leaves_as_well() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(builder().hardTimeout(SHORT));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            assertThatThrownBy(() -> cache.get("a")).isInstanceOf(LoadTimeoutException.class);
            gate.awaitSomebody();

            assertThatThrownBy(() -> cache.getAll(List.of("a"))).isInstanceOf(LoadTimeoutException.class);
        }
    }

    @Test
    void callers_who_come_while_it_hangs_do_not_begin_another_load() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(builder().hardTimeout(SHORT));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            assertThatThrownBy(() -> cache.get("a")).isInstanceOf(LoadTimeoutException.class);
            gate.awaitSomebody();

            for (int caller = 0; caller < 5; caller++) {
                assertThatThrownBy(() -> cache.get("a")).isInstanceOf(LoadTimeoutException.class);
            }

            assertThat(rows.reads()).isOne();
            assertThat(cache.stats().timeouts()).isEqualTo(6);
        }
    }

    @Test
    void a_load_that_is_in_time_is_waited_for() {
        ReadThroughCache<String, String> cache = caches.open(builder().hardTimeout(LONG));

        String value = cache.get("a");

        assertThat(value).isEqualTo("a1");
        assertThat(cache.getAsync("b").join()).isEqualTo("b1");
        assertThat(cache.stats().timeouts()).isZero();
    }

    @Test
    void loads_are_done_by_threads_of_the_cache_so_that_callers_can_leave() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder(
                        "users", key -> Thread.currentThread().getName())
                .hardTimeout(LONG));

        String loadedBy = cache.get("a");

        assertThat(loadedBy).startsWith("scalekit-cache-users-");
    }

    @Test
    void a_timeout_that_the_loader_throws_is_not_taken_for_one_of_the_cache() {
        TimeoutException failure = new TimeoutException("planted");
        ReadThroughCache<String, String> cache = caches.open(builder().hardTimeout(LONG));
        rows.failWith(failure);

        assertThatThrownBy(() -> cache.get("a"))
                .isInstanceOf(LoadFailedException.class)
                .hasCause(failure);
        assertThatThrownBy(() -> cache.getAsync("a").get())
                .cause()
                .isInstanceOf(LoadFailedException.class)
                .hasCause(failure);

        assertThat(cache.stats().timeouts()).isZero();
    }

    @Test
    void what_hangs_is_loaded_anew_after_it_was_invalidated_and_comes_too_late() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(builder().hardTimeout(LONG));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            CompletableFuture<@Nullable String> before = cache.getAsync("a");
            gate.awaitSomebody();

            cache.invalidate("a");
            String after = cache.get("a");
            gate.open();

            assertThat(after).isEqualTo("a2");
            assertThat(before.get()).isEqualTo("a1");
            assertThat(cache.get("a")).isEqualTo("a2");
            Await.until(
                    "the late load to be counted",
                    Caches.PATIENCE,
                    () -> cache.stats().discarded() == 1);
        }
    }

    @Test
    void something_old_is_returned_instead() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(builder()
                .expireAfter(Duration.ofHours(1))
                .staleIfError(Duration.ofHours(1))
                .hardTimeout(SHORT));
        cache.put("a", "old");
        caches.ticker.advance(Duration.ofHours(1));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);

            String one = cache.get("a");
            String other = cache.getAsync("a").get();

            assertThat(one).isEqualTo("old");
            assertThat(other).isEqualTo("old");
            assertThat(cache.stats().timeouts()).isEqualTo(2);
            assertThat(cache.stats().staleHits()).isEqualTo(2);
            gate.awaitSomebody();
        }
        awaitStored(cache, "a");
        assertThat(cache.get("a")).isEqualTo("a1");
    }

    @Test
    void a_load_within_a_load_of_another_cache_has_its_own_time() throws Exception {
        ReadThroughCache<String, String> inner = caches.open(builder().hardTimeout(SHORT));
        ReadThroughCache<String, String> outer =
                caches.open(ReadThroughCache.<String, String>builder("outer", inner::get));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);

            assertThatThrownBy(() -> outer.get("a")).isInstanceOf(LoadTimeoutException.class);
            gate.awaitSomebody();
        }
        awaitStored(inner, "a");
    }

    @Test
    void a_load_within_a_load_of_the_same_cache_is_done_by_the_same_thread() {
        Later<ReadThroughCache<String, String>> self = new Later<>();
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder(
                        "users",
                        key -> key.equals("a")
                                ? self.get().get("b")
                                : Thread.currentThread().getName())
                .hardTimeout(LONG));
        self.set(cache);

        String loadedBy = cache.get("a");

        assertThat(loadedBy).isEqualTo("scalekit-cache-users-1");
    }

    /** The first key takes all of the time, the second one is begun by nobody. */
    @Test
    void all_keys_of_one_call_have_their_time_together() throws Exception {
        Tasks tasks = new Tasks();
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder("users", key -> {
                    caches.ticker.advance(LONG);
                    return rows.load(key);
                })
                .hardTimeout(LONG)
                .executor(task -> {
                    if (rows.reads() == 0) {
                        task.run();
                    } else {
                        tasks.execute(task);
                    }
                }));

        Caller caller = Caller.of(() -> cache.getAll(List.of("a", "b")));

        assertThat(caller.failure()).isInstanceOf(LoadTimeoutException.class).hasMessageContaining("b");
        assertThat(cache.stats().timeouts()).isOne();
        tasks.runAll();
        assertThat(rows.reads()).isEqualTo(2);
    }
}
