package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Threads that load, and executors that do not want to. */
final class ExecutorTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONG = Duration.ofDays(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();
    private final Tasks tasks = new Tasks();

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("test", rows)
                .expireAfter(HOUR)
                .refreshAhead(0.5)
                .executor(tasks);
    }

    @Test
    void without_timeouts_callers_load_themselves() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder(
                        "test", key -> Thread.currentThread().getName())
                .executor(tasks));

        String loadedBy = cache.get("a");

        assertThat(loadedBy).isEqualTo(Thread.currentThread().getName());
        assertThat(Caches.threads()).isEmpty();
    }

    @Test
    void what_an_executor_refuses_is_loaded_by_the_caller() {
        ReadThroughCache<String, String> cache = caches.open(builder().hardTimeout(LONG));
        tasks.refuse();

        String value = cache.get("a");
        Map<String, String> all = cache.getAll(List.of("b", "c"));
        CompletableFuture<@Nullable String> later = cache.getAsync("d");

        assertThat(value).isEqualTo("a1");
        assertThat(all).isEqualTo(Map.of("b", "b1", "c", "c1"));
        assertThat(later).isCompletedWithValue("d1");
        assertThat(cache.stats().rejected()).isEqualTo(4);
    }

    @Test
    void what_an_executor_fails_to_begin_is_loaded_by_the_caller() {
        ReadThroughCache<String, String> cache = caches.open(builder().hardTimeout(LONG));
        tasks.refuseWith(new OutOfMemoryError("planted: unable to create native thread"));

        String value = cache.get("a");

        assertThat(value).isEqualTo("a1");
        assertThat(cache.stats().rejected()).isOne();
    }

    @Test
    void a_refused_refresh_is_not_done_and_tried_again_by_the_next_caller() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        cache.get("a");
        caches.ticker.advance(HOUR.dividedBy(2));
        tasks.refuse();

        String refused = cache.get("a");
        tasks.refuseWith(new OutOfMemoryError("planted: unable to create native thread"));
        String failed = cache.get("a");
        tasks.accept();
        String accepted = cache.get("a");
        tasks.runAll();

        assertThat(List.of(refused, failed, accepted)).containsOnly("a1");
        assertThat(cache.get("a")).isEqualTo("a2");
        assertThat(rows.reads()).isEqualTo(2);
        assertThat(cache.stats().rejected()).isEqualTo(2);
        assertThat(cache.stats().refreshes()).isOne();
        assertThat(cache.explain("a").failures()).isZero();
    }

    @Test
    void an_executor_may_load_at_once_on_the_thread_of_the_caller() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().hardTimeout(LONG).executor(Runnable::run));

        String first = cache.get("a");
        caches.ticker.advance(HOUR.dividedBy(2));
        String second = cache.get("a");
        String third = cache.get("a");

        assertThat(first).isEqualTo("a1");
        assertThat(second).isEqualTo("a1");
        assertThat(third).isEqualTo("a2");
    }

    @Test
    void the_executor_of_a_user_is_left_to_the_user() throws Exception {
        ExecutorService own = Executors.newSingleThreadExecutor();
        try {
            ReadThroughCache<String, String> cache =
                    caches.open(builder().hardTimeout(LONG).executor(own));
            cache.get("a");

            cache.close();

            assertThat(own.isShutdown()).isFalse();
            assertThat(own.submit(() -> "still there").get()).isEqualTo("still there");
        } finally {
            own.shutdown();
        }
    }

    @Test
    void an_executor_that_is_shut_down_refuses_as_others_do() {
        ExecutorService own = Executors.newSingleThreadExecutor();
        own.shutdown();
        ReadThroughCache<String, String> cache =
                caches.open(builder().hardTimeout(LONG).executor(own));

        assertThat(cache.get("a")).isEqualTo("a1");
    }

    @Test
    void the_threads_of_a_cache_end_with_it() {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).hardTimeout(LONG));
        cache.get("a");
        List<String> before = Caches.threads();

        cache.close();
        Await.until(
                "the end of threads", Caches.PATIENCE, () -> Caches.threads().isEmpty());

        assertThat(before).containsExactly("scalekit-cache-test-1");
    }

    @Test
    void a_thread_that_hangs_when_the_cache_is_closed_ends_when_it_is_done() throws Exception {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).hardTimeout(LONG));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            CompletableFuture<@Nullable String> value = cache.getAsync("a");
            gate.awaitSomebody();

            cache.close();

            assertThatThrownBy(value::get).hasCauseInstanceOf(CacheClosedException.class);
            assertThat(Caches.threads()).containsExactly("scalekit-cache-test-1");
        }
    }

    @Test
    void threads_of_a_cache_do_not_keep_the_process_alive() {
        boolean[] isDaemon = {false};
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder("test", key -> {
                    isDaemon[0] = Thread.currentThread().isDaemon();
                    return key;
                })
                .hardTimeout(LONG));

        cache.get("a");

        assertThat(isDaemon[0]).isTrue();
    }

    @Test
    void who_finds_all_threads_of_the_cache_hanging_loads_itself() throws Exception {
        List<CompletableFuture<@Nullable Integer>> hanging = new ArrayList<>();
        try (Gate gate = new Gate()) {
            ReadThroughCache<Integer, Integer> cache =
                    caches.open(ReadThroughCache.<Integer, Integer>builder("test", key -> {
                                if (key < Workers.MOST) {
                                    gate.pass();
                                }
                                return key;
                            })
                            .hardTimeout(LONG));
            for (int key = 0; key < Workers.MOST; key++) {
                hanging.add(cache.getAsync(key));
            }

            Integer value = cache.get(Workers.MOST);

            assertThat(value).isEqualTo(Workers.MOST);
            assertThat(cache.stats().rejected()).isOne();
            assertThat(Caches.threads()).hasSize(Workers.MOST);
            gate.open();
            for (int key = 0; key < Workers.MOST; key++) {
                assertThat(hanging.get(key).get()).isEqualTo(key);
            }
        }
    }
}
