package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loaders that need what they are loading: each is refused, and nobody waits for ever (C5). */
final class RecursiveLoadTest {
    private @Nullable ReadThroughCache<String, String> first;
    private @Nullable ReadThroughCache<String, String> second;

    /** What a load needs; nothing any more when a test has seen it refused. */
    private volatile Needs needs = (cache, key) -> "nothing";

    /** What a loader reads. */
    private interface Needs {
        Object of(ReadThroughCache<String, String> cache, String key) throws Exception;
    }

    @BeforeEach
    void build() {
        first = ReadThroughCache.<String, String>builder("first", key -> key + " needs " + needs.of(first(), key))
                .build();
        second = ReadThroughCache.<String, String>builder("second", key -> key + " needs " + needs.of(second(), key))
                .build();
    }

    @AfterEach
    void close() {
        first().close();
        second().close();
    }

    private ReadThroughCache<String, String> first() {
        return requireNonNull(first);
    }

    private ReadThroughCache<String, String> second() {
        return requireNonNull(second);
    }

    private static Object get(ReadThroughCache<String, String> cache, String key) {
        return requireNonNull(cache.get(key));
    }

    /** The caches work, for what was refused too. */
    private void requireUnharmed() {
        needs = (cache, key) -> "nothing";
        for (ReadThroughCache<String, String> cache : List.of(first(), second())) {
            for (String key : List.of("a", "b", "c", "d")) {
                cache.invalidate(key);
                assertThat(cache.get(key)).isEqualTo(key + " needs nothing");
            }
            assertThat(cache.stats().loading()).isZero();
        }
    }

    private void requireRefused() {
        assertThatThrownBy(() -> first().get("a"))
                .isInstanceOf(RecursiveLoadException.class)
                .hasMessageContaining("a");
        requireUnharmed();
    }

    @Test
    void a_loader_that_reads_its_own_key_is_refused() {
        needs = RecursiveLoadTest::get;

        requireRefused();
    }

    @Test
    void a_loader_that_reads_its_own_key_among_others_is_refused() {
        needs = (cache, key) -> key.equals("a") ? cache.getAll(List.of("b", "a")) : "nothing";

        requireRefused();
    }

    @Test
    void a_loader_that_reads_its_own_key_through_another_one_is_refused() {
        needs = (cache, key) -> get(cache, key.equals("a") ? "b" : "a");

        requireRefused();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_loader_that_reads_its_own_key_after_making_it_void_is_refused(boolean isAll) {
        needs = (cache, key) -> {
            if (isAll) {
                cache.clear();
            } else {
                cache.invalidate(key);
            }
            return get(cache, key);
        };

        requireRefused();
    }

    @Test
    void a_loader_that_reads_its_own_key_through_another_cache_is_refused() {
        needs = (cache, key) -> get(cache == first ? second() : first(), key);

        requireRefused();
    }

    @Test
    void a_loader_whose_thread_is_of_an_executor_is_refused() {
        ReadThroughCache<String, String> other = requireNonNull(second);
        try (ReadThroughCache<String, String> timed = ReadThroughCache.<String, String>builder(
                        "timed", key -> other.get(key) + needs.of(second(), key))
                .hardTimeout(Duration.ofSeconds(30))
                .build()) {
            needs = (cache, key) -> get(timed, key);

            assertThatThrownBy(() -> timed.get("a")).isInstanceOf(RecursiveLoadException.class);
        }
        requireUnharmed();
    }

    @Test
    void a_loader_that_does_not_wait_for_its_own_key_gets_it() throws Exception {
        CompletableFuture<CompletableFuture<@Nullable String>> later = new CompletableFuture<>();
        needs = (cache, key) -> later.complete(cache.getAsync(key));

        String value = first().get("a");

        assertThat(later.join().get(10, TimeUnit.SECONDS)).isEqualTo(value).isEqualTo("a needs true");
        requireUnharmed();
    }

    @Test
    void a_loader_that_reads_other_keys_is_not_refused() {
        needs = (cache, key) -> key.length() < 50 ? get(cache, key + "a") : "nothing";

        String value = first().get("a");

        assertThat(value).endsWith("nothing");
        requireUnharmed();
    }

    /** Whoever reads after a load, in its thread, is not in the middle of it. */
    @Test
    void what_is_read_when_a_load_is_over_is_not_refused() throws Exception {
        CompletableFuture<Object> again = first().getAsync("a").thenApply(value -> {
            first().invalidate("a");
            return get(first(), "a");
        });

        assertThat(again.get(10, TimeUnit.SECONDS)).isEqualTo("a needs nothing");
        requireUnharmed();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void loaders_of_several_threads_that_wait_for_each_other_are_refused(int threads) throws Exception {
        List<String> keys = List.of("a", "b", "c").subList(0, threads);
        CyclicBarrier all = new CyclicBarrier(threads);
        needs = (cache, key) -> {
            all.await();
            return get(cache, keys.get((keys.indexOf(key) + 1) % threads));
        };

        requireAllRefused(keys.stream()
                .<Callable<Object>>map(key -> () -> get(first(), key))
                .toList());
    }

    @Test
    void loaders_of_two_caches_that_wait_for_each_other_are_refused() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        needs = (cache, key) -> {
            both.await();
            return get(cache == first ? second() : first(), "a");
        };

        requireAllRefused(List.of(() -> get(first(), "a"), () -> get(second(), "a")));
    }

    /** One reads many at once, in the middle of loading what another one waits for. */
    @Test
    void loaders_that_wait_for_one_of_many_keys_are_refused() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        needs = (cache, key) -> switch (key) {
            case "a" -> {
                both.await();
                yield cache.getAll(List.of("c", "d", "b"));
            }
            case "b" -> {
                both.await();
                yield get(cache, "a");
            }
            default -> "nothing";
        };

        requireAllRefused(List.of(() -> get(first(), "a"), () -> get(first(), "b")));
    }

    private void requireAllRefused(List<Callable<Object>> bodies) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        for (FutureTask<Object> task : Crowds.run(Crowds::platform, bodies)) {
            try {
                task.get();
            } catch (ExecutionException e) {
                failures.add(requireNonNull(e.getCause()));
            }
        }

        // Whoever is refused first has the others fail, as they need what it was loading.
        assertThat(failures).hasSize(bodies.size()).hasOnlyElementsOfType(RecursiveLoadException.class);
        requireUnharmed();
    }
}
