package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A loader that answers later. */
final class AsyncLoaderTest {
    @RegisterExtension
    final Caches caches = new Caches();

    /** What was begun and may be answered, in order. */
    private final List<CompletableFuture<@Nullable String>> begun = new CopyOnWriteArrayList<>();

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.asyncBuilder("test", (key, context) -> {
            CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
            begun.add(answer);
            return answer;
        });
    }

    /** Opens one whose calls do not leave this thread. */
    private ReadThroughCache<String, String> open() {
        return caches.open(builder().executor(Runnable::run));
    }

    @Test
    void what_is_answered_later_is_returned_then_and_stored() {
        ReadThroughCache<String, String> cache = open();

        CompletableFuture<@Nullable String> value = cache.getAsync("a");
        boolean isEarly = value.isDone();
        begun.get(0).complete("A");

        assertThat(isEarly).isFalse();
        assertThat(value).isCompletedWithValue("A");
        assertThat(cache.get("a")).isEqualTo("A");
        assertThat(begun).hasSize(1);
    }

    @Test
    void what_is_answered_at_once_is_returned_at_once() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>asyncBuilder(
                "test", (key, context) -> CompletableFuture.completedFuture("value of " + key)));

        assertThat(cache.get("a")).isEqualTo("value of a");
    }

    @Test
    void a_caller_waits_for_the_answer() throws Exception {
        ReadThroughCache<String, String> cache = open();
        Caller one = Caller.of(() -> cache.get("a")).awaitWaiting();
        Caller other = Caller.of(() -> cache.getAll(List.of("a"))).awaitWaiting();

        begun.get(0).complete("A");

        assertThat(one.result()).isEqualTo("A");
        assertThat(other.result()).isEqualTo(Map.of("a", "A"));
        assertThat(begun).hasSize(1);
    }

    @Test
    void nothing_found_is_null() {
        ReadThroughCache<String, String> cache = open();
        CompletableFuture<@Nullable String> value = cache.getAsync("a");

        begun.get(0).complete(null);

        assertThat(value).isCompletedWithValue(null);
        assertThat(cache.stats().size()).isZero();
    }

    @Test
    void what_fails_later_fails_as_if_it_had_failed_at_once() throws Exception {
        IOException checked = new IOException("planted");
        IllegalStateException unchecked = new IllegalStateException("planted");
        ReadThroughCache<String, String> cache = open();
        Caller one = Caller.of(() -> cache.get("a")).awaitWaiting();
        Caller other = Caller.of(() -> cache.get("b")).awaitWaiting();

        begun.get(0).completeExceptionally(checked);
        begun.get(1).completeExceptionally(unchecked);

        assertThat(one.failure()).isInstanceOf(LoadFailedException.class).hasCause(checked);
        assertThat(other.failure()).isSameAs(unchecked);
    }

    @Test
    void what_a_later_stage_fails_with_is_unwrapped() throws Exception {
        IOException failure = new IOException("planted");
        CompletableFuture<@Nullable String> first = new CompletableFuture<>();
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>asyncBuilder(
                "test", (key, context) -> first.thenApply(value -> value)));
        Caller caller = Caller.of(() -> cache.get("a")).awaitWaiting();

        first.completeExceptionally(failure);

        assertThat(caller.failure()).isInstanceOf(LoadFailedException.class).hasCause(failure);
    }

    @Test
    void an_exception_of_completion_without_a_cause_is_thrown_as_it_is() throws Exception {
        CompletionException failure = new CompletionException("planted", null);
        ReadThroughCache<String, String> cache = open();
        Caller caller = Caller.of(() -> cache.get("a")).awaitWaiting();

        begun.get(0).completeExceptionally(failure);

        assertThat(caller.failure()).isSameAs(failure);
    }

    @Test
    void what_is_cancelled_has_failed() throws Exception {
        ReadThroughCache<String, String> cache = open();
        Caller caller = Caller.of(() -> cache.get("a")).awaitWaiting();

        begun.get(0).cancel(false);

        assertThat(caller.failure()).isInstanceOf(CancellationException.class);
        assertThat(cache.stats().loadFailures()).isOne();
    }

    @Test
    void what_throws_at_once_has_failed() {
        IOException failure = new IOException("planted");
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.<String, String>asyncBuilder("test", (key, context) -> {
                    throw failure;
                }));

        assertThatThrownBy(() -> cache.get("a"))
                .isInstanceOf(LoadFailedException.class)
                .hasCause(failure);
    }

    @Test
    @SuppressWarnings("NullAway") // It is what a careless loader does.
    void no_answer_to_wait_for_is_a_failure() {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.<String, String>asyncBuilder("test", (key, context) -> null));

        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(NullPointerException.class);
    }

    @Test
    void an_answer_that_comes_after_an_invalidation_is_returned_and_not_stored() {
        ReadThroughCache<String, String> cache = open();
        CompletableFuture<@Nullable String> before = cache.getAsync("a");

        cache.invalidate("a");
        CompletableFuture<@Nullable String> after = cache.getAsync("a");
        begun.get(1).complete("new");
        begun.get(0).complete("old");

        assertThat(before).isCompletedWithValue("old");
        assertThat(after).isCompletedWithValue("new");
        assertThat(cache.get("a")).isEqualTo("new");
        assertThat(cache.stats().discarded()).isOne();
    }

    @Test
    void an_answer_that_never_comes_is_waited_for_no_longer_than_was_said() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().hardTimeout(Duration.ofMillis(1)).executor(Runnable::run));

        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(LoadTimeoutException.class);
        cache.invalidate("a");
        CompletableFuture<@Nullable String> next = cache.getAsync("b");
        assertThatThrownBy(next::get).hasCauseInstanceOf(LoadTimeoutException.class);

        assertThat(begun).hasSize(2);
        begun.get(1).complete("late");
        assertThat(cache.get("b")).isEqualTo("late");
        assertThat(cache.stats().loading()).as("the one that hangs").isOne();
        begun.get(0).complete("too late");
    }

    @Test
    void a_loader_may_say_of_a_value_what_it_wants_before_it_answers() {
        CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.<String, String>asyncBuilder("test", (key, context) -> {
                            return answer.thenApply(value -> {
                                context.tags(List.of("tag"));
                                context.expireAfter(Duration.ofMinutes(1));
                                return value;
                            });
                        })
                        .executor(Runnable::run));
        CompletableFuture<@Nullable String> value = cache.getAsync("a");

        answer.complete("A");

        assertThat(value).isCompletedWithValue("A");
        assertThat(cache.explain("a").tags()).containsExactly("tag");
        assertThat(cache.explain("a").servedFor()).isEqualTo(Duration.ofMinutes(1));
    }
}
