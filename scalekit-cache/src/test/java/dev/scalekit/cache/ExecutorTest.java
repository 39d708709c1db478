package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
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
    void what_an_executor_refuses_fails_for_who_would_not_wait_for_ever() {
        ReadThroughCache<String, String> cache = caches.open(builder().hardTimeout(LONG));
        tasks.refuse();

        assertThatThrownBy(() -> cache.get("a"))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("planted");
        assertThatThrownBy(() -> cache.getAll(List.of("b", "c"))).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> cache.getAsync("d").get()).hasCauseInstanceOf(RejectedExecutionException.class);

        assertThat(rows.reads()).isZero();
        assertThat(cache.stats().rejected()).isEqualTo(4);
        tasks.accept();
        CompletableFuture<@Nullable String> later = cache.getAsync("a");
        tasks.runAll();
        assertThat(later).isCompletedWithValue("a1");
    }

    @Test
    void who_has_something_old_gets_that_if_an_executor_refuses() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().staleIfError(HOUR).hardTimeout(LONG));
        cache.put("a", "old");
        caches.ticker.advance(HOUR);
        tasks.refuse();

        assertThat(cache.get("a")).isEqualTo("old");
        assertThat(cache.getAsync("a")).isCompletedWithValue("old");
        assertThat(cache.getAll(List.of("a"))).containsEntry("a", "old");
        assertThat(cache.stats().staleHits()).isEqualTo(3);
    }

    @Test
    void who_joins_what_is_refused_loads_itself_if_it_may() {
        Later<ReadThroughCache<String, String>> self = new Later<>();
        List<@Nullable String> joined = new ArrayList<>();
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).executor(task -> {
                    joined.add(self.get().get("a"));
                    throw new RejectedExecutionException("planted");
                }));
        self.set(cache);

        CompletableFuture<@Nullable String> refused = cache.getAsync("a");

        assertThat(joined).containsExactly("a1");
        assertThat(refused).isCompletedWithValue("a1");
    }

    @Test
    void what_an_executor_fails_to_begin_fails_too() {
        ReadThroughCache<String, String> cache = caches.open(builder().hardTimeout(LONG));
        tasks.refuseWith(new OutOfMemoryError("planted: unable to create native thread"));

        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(OutOfMemoryError.class);
        assertThat(cache.stats().rejected()).isOne();
        assertThat(cache.stats().loading()).isZero();
    }

    @Test
    void a_refused_refresh_is_not_done_and_tried_again_after_a_while() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().retryAfter(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        cache.get("a");
        caches.ticker.advance(HOUR.dividedBy(2));
        tasks.refuse();

        String refused = cache.get("a");
        String heldBack = cache.get("a");
        tasks.accept();
        caches.ticker.advance(Duration.ofSeconds(1));
        String accepted = cache.get("a");
        tasks.runAll();

        assertThat(List.of(refused, heldBack, accepted)).containsOnly("a1");
        assertThat(cache.get("a")).isEqualTo("a2");
        assertThat(rows.reads()).isEqualTo(2);
        assertThat(cache.stats().rejected()).isOne();
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

        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(RejectedExecutionException.class);
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
    void who_finds_all_threads_of_the_cache_hanging_leaves_in_time() throws Exception {
        List<CompletableFuture<@Nullable Integer>> hanging = new ArrayList<>();
        try (Gate gate = new Gate()) {
            ReadThroughCache<Integer, Integer> cache =
                    caches.open(ReadThroughCache.<Integer, Integer>builder("test", key -> {
                                gate.pass();
                                return key;
                            })
                            .hardTimeout(Duration.ofMillis(1)));
            // The last ones find no thread, and return all the same.
            for (int key = 0; key < Workers.MOST + 3; key++) {
                hanging.add(cache.getAsync(key));
            }

            assertThatThrownBy(() -> cache.get(Workers.MOST + 3)).isInstanceOf(LoadTimeoutException.class);
            assertThatThrownBy(() -> cache.getAll(List.of(1_000, 1_001, 1_002)))
                    .isInstanceOf(LoadTimeoutException.class);

            assertThat(cache.stats().rejected()).isZero();
            assertThat(Caches.threads()).hasSize(Workers.MOST);
            for (CompletableFuture<@Nullable Integer> one : hanging) {
                assertThatThrownBy(one::get).hasCauseInstanceOf(LoadTimeoutException.class);
            }
        }
    }

    @Test
    void a_queue_of_loads_does_not_stand_still_when_one_waits_for_what_is_behind_it() throws Exception {
        ExecutorService own = Executors.newSingleThreadExecutor();
        try (Gate gate = new Gate()) {
            Later<ReadThroughCache<String, String>> self = new Later<>();
            ReadThroughCache<String, String> cache =
                    caches.open(ReadThroughCache.<String, String>builder("test", key -> {
                                if (key.equals("a")) {
                                    gate.pass();
                                    return "a of " + self.get().get("b");
                                }
                                return key;
                            })
                            .executor(own));
            self.set(cache);
            CompletableFuture<@Nullable String> first = cache.getAsync("a");
            gate.awaitSomebody();
            CompletableFuture<@Nullable String> behind = cache.getAsync("b");

            gate.open();

            assertThat(first.get()).isEqualTo("a of b");
            assertThat(behind.get()).isEqualTo("b");
        } finally {
            own.shutdown();
        }
    }
}
