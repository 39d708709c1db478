package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callers who do not wait. */
final class GetAsyncTest {
    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();
    private final Tasks tasks = new Tasks();

    private ReadThroughCache<String, String> open() {
        return caches.open(ReadThroughCache.builder("test", rows).executor(tasks));
    }

    @Test
    void what_is_there_comes_at_once() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        CompletableFuture<@Nullable String> value = cache.getAsync("a");

        assertThat(value).isCompletedWithValue("a1");
        assertThat(cache.stats().hits()).isOne();
    }

    @Test
    void what_is_not_there_is_loaded_by_the_executor() {
        ReadThroughCache<String, String> cache = open();

        CompletableFuture<@Nullable String> value = cache.getAsync("a");
        boolean isEarly = value.isDone();
        tasks.runAll();

        assertThat(isEarly).isFalse();
        assertThat(value).isCompletedWithValue("a1");
        assertThat(cache.get("a")).isEqualTo("a1");
    }

    @Test
    void several_share_one_load() {
        ReadThroughCache<String, String> cache = open();

        CompletableFuture<@Nullable String> one = cache.getAsync("a");
        CompletableFuture<@Nullable String> other = cache.getAsync("a");
        tasks.runAll();

        assertThat(one).isCompletedWithValue("a1");
        assertThat(other).isCompletedWithValue("a1");
        assertThat(one).isNotSameAs(other);
        assertThat(cache.stats().misses()).isEqualTo(2);
        assertThat(rows.reads()).isOne();
    }

    @Test
    void who_does_not_wait_and_who_does_share_one_load() throws Exception {
        ReadThroughCache<String, String> cache = open();
        CompletableFuture<@Nullable String> value = cache.getAsync("a");

        String meanwhile = cache.get("a");
        boolean isAnswered = value.isDone();
        tasks.runAll();

        // Who would wait for a thread to begin does it itself.
        assertThat(meanwhile).isEqualTo("a1");
        assertThat(isAnswered).isTrue();
        assertThat(value).isCompletedWithValue("a1");
        assertThat(rows.reads()).isOne();
    }

    @Test
    void nothing_found_is_null() {
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.<String, String>builder("test", key -> null).executor(tasks));

        CompletableFuture<@Nullable String> value = cache.getAsync("a");
        tasks.runAll();

        assertThat(value).isCompletedWithValue(null);
    }

    @Test
    void who_cancels_does_so_for_itself_only() {
        ReadThroughCache<String, String> cache = open();
        CompletableFuture<@Nullable String> one = cache.getAsync("a");
        CompletableFuture<@Nullable String> other = cache.getAsync("a");

        one.cancel(true);
        tasks.runAll();

        assertThat(one).isCancelled();
        assertThat(other).isCompletedWithValue("a1");
        assertThat(cache.get("a")).isEqualTo("a1");
    }

    @Test
    void who_completes_its_own_does_so_for_itself_only() {
        ReadThroughCache<String, String> cache = open();
        CompletableFuture<@Nullable String> one = cache.getAsync("a");
        CompletableFuture<@Nullable String> other = cache.getAsync("a");

        one.complete("forged");
        tasks.runAll();

        assertThat(other).isCompletedWithValue("a1");
        assertThat(cache.get("a")).isEqualTo("a1");
    }

    @Test
    void what_fails_brings_what_would_be_thrown() {
        IOException checked = new IOException("planted");
        IllegalStateException unchecked = new IllegalStateException("planted");
        ReadThroughCache<String, String> cache = open();

        rows.failWith(checked);
        CompletableFuture<@Nullable String> one = cache.getAsync("a");
        tasks.runAll();
        rows.failWith(unchecked);
        CompletableFuture<@Nullable String> other = cache.getAsync("a");
        tasks.runAll();

        assertThatThrownBy(one::get)
                .cause()
                .isInstanceOf(LoadFailedException.class)
                .hasCause(checked);
        assertThatThrownBy(other::get).cause().isSameAs(unchecked);
    }

    @Test
    void what_cannot_be_had_is_told_by_the_future() {
        ReadThroughCache<String, String> cache = open();
        cache.close();

        CompletableFuture<@Nullable String> value = cache.getAsync("a");

        assertThatThrownBy(value::get).hasCauseInstanceOf(CacheClosedException.class);
    }

    @Test
    void what_is_invalidated_meanwhile_is_returned_and_not_stored() {
        ReadThroughCache<String, String> cache = open();
        CompletableFuture<@Nullable String> before = cache.getAsync("a");

        cache.invalidate("a");
        CompletableFuture<@Nullable String> after = cache.getAsync("a");
        tasks.runAll();

        assertThat(before).isCompletedWithValue("a1");
        assertThat(after).isCompletedWithValue("a2");
        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void a_tag_that_was_invalidated_before_is_seen_when_the_value_has_come() {
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.builder("test", rows).executor(tasks).tags((key, value) -> List.of("tag")));
        CompletableFuture<@Nullable String> before = cache.getAsync("a");

        cache.invalidateTag("tag");
        CompletableFuture<@Nullable String> after = cache.getAsync("a");
        tasks.runAll();

        assertThat(before).isCompletedWithValue("a1");
        assertThat(after).isCompletedWithValue("a2");
    }

    @Test
    void whoever_waits_goes_on_before_what_follows_a_future_is_done() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("a")).awaitWaiting();
            CompletableFuture<@Nullable Object> follower = cache.getAsync("a").thenApply(value -> result(waiter));

            gate.open();

            assertThat(follower.get()).isEqualTo("a1");
            assertThat(owner.result()).isEqualTo("a1");
        }
    }

    private static @Nullable Object result(Caller caller) {
        try {
            return caller.result();
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }
}
