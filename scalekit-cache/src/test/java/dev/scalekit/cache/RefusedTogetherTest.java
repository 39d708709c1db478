package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several keys whose one load no thread would do: whoever hears of one of them may want another. */
final class RefusedTogetherTest {
    private static final List<String> KEYS = List.of("a", "b");

    @RegisterExtension
    final Caches caches = new Caches();

    /** What is done before the executor refuses its first task; it does all others. */
    private final Later<Runnable> before = new Later<>();

    private boolean hasRefused;

    private ReadThroughCacheBuilder<String, String> builder() {
        before.set(() -> {});
        return ReadThroughCache.<String, String>bulkBuilder(
                        "test", keys -> keys.stream().collect(Collectors.toMap(Function.identity(), key -> key + "1")))
                .hardTimeout(Duration.ofDays(1))
                .executor(this::execute);
    }

    private void execute(Runnable task) {
        if (!hasRefused) {
            hasRefused = true;
            before.get().run();
            throw new RejectedExecutionException("planted");
        }
        task.run();
    }

    @Test
    void who_follows_one_of_them_may_wait_for_another() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        Later<CompletableFuture<@Nullable String>> followed = new Later<>();
        before.set(() -> followed.set(cache.getAsync("a").thenApply(a -> a + " and " + cache.get("b"))));

        assertThatThrownBy(() -> cache.getAll(KEYS)).isInstanceOf(RejectedExecutionException.class);

        assertThat(followed.get()).isCompletedWithValue("a1 and b1");
    }

    @Test
    void a_listener_may_load_them() {
        List<String> loaded = new ArrayList<>();
        Later<ReadThroughCache<String, String>> self = new Later<>();
        ReadThroughCache<String, String> cache = caches.open(builder().listener(new CacheListener<String, String>() {
            @Override
            public void loadRejected(String key, Throwable reason) {
                loaded.addAll(self.get().getAll(KEYS).values());
            }
        }));
        self.set(cache);

        assertThatThrownBy(() -> cache.getAll(KEYS)).isInstanceOf(RejectedExecutionException.class);

        assertThat(loaded).containsExactly("a1", "b1", "a1", "b1");
        assertThat(cache.stats().rejected()).isEqualTo(2);
    }
}
