package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers get when a load fails. */
final class LoadFailureTest {
    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    static Stream<Throwable> unchecked() {
        return Stream.of(
                new IllegalStateException("planted"),
                new CancellationException("planted"),
                new CompletionException(new IOException("planted")),
                new StackOverflowError("planted"),
                new AssertionError("planted"));
    }

    private static void raise(Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (Exception) failure;
    }

    @ParameterizedTest
    @MethodSource("unchecked")
    void what_is_unchecked_is_thrown_as_it_is(Throwable failure) {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", key -> {
            raise(failure);
            return key;
        }));

        assertThatThrownBy(() -> cache.get("a")).isSameAs(failure);
    }

    @ParameterizedTest
    @MethodSource("unchecked")
    void what_is_unchecked_is_thrown_as_it_is_to_all_who_wait(Throwable failure) throws Exception {
        try (Gate gate = new Gate()) {
            ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", key -> {
                gate.pass();
                raise(failure);
                return key;
            }));
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("a")).awaitWaiting();
            Caller reader = Caller.of(() -> cache.getAll(List.of("a"))).awaitWaiting();

            gate.open();

            assertThat(owner.failure()).isSameAs(failure);
            assertThat(waiter.failure()).isSameAs(failure);
            assertThat(reader.failure()).isSameAs(failure);
        }
    }

    @Test
    void what_is_checked_is_the_cause_of_an_exception_that_names_cache_and_key() {
        IOException failure = new IOException("planted");
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("users", rows));
        rows.failWith(failure);

        assertThatThrownBy(() -> cache.get("key-of-it"))
                .isInstanceOf(LoadFailedException.class)
                .hasCause(failure)
                .hasMessageContainingAll("users", "key-of-it");
    }

    @Test
    void a_timeout_of_the_loader_is_a_failure_like_others() {
        TimeoutException failure = new TimeoutException("planted");
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        rows.failWith(failure);

        assertThatThrownBy(() -> cache.get("a"))
                .isInstanceOf(LoadFailedException.class)
                .hasCause(failure);
        assertThat(cache.stats().timeouts()).isZero();
    }

    @Test
    void all_who_wait_for_what_fails_with_a_checked_exception_get_one_of_their_own() throws Exception {
        IOException failure = new IOException("planted");
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        rows.failWith(failure);
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("a")).awaitWaiting();

            gate.open();

            assertThat(owner.failure()).isInstanceOf(LoadFailedException.class).hasCause(failure);
            assertThat(waiter.failure())
                    .isInstanceOf(LoadFailedException.class)
                    .hasCause(failure)
                    .isNotSameAs(owner.failure());
        }
        assertThat(rows.reads()).isOne();
    }

    @Test
    void a_failed_load_is_not_remembered() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        rows.failWith(new IllegalStateException("planted"));
        assertThatThrownBy(() -> cache.get("a")).hasMessage("planted");

        rows.recover();
        String value = cache.get("a");

        assertThat(value).isEqualTo("a2");
    }

    @Test
    void a_failed_load_leaves_nothing_and_harms_no_other_key() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        String other = cache.get("b");
        rows.failWith(new IllegalStateException("planted"));

        assertThatThrownBy(() -> cache.get("a")).hasMessage("planted");

        assertThat(cache.get("b")).isSameAs(other);
        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.ABSENT);
        assertThat(cache.stats().size()).isOne();
    }

    @Test
    void a_load_fails_with_what_the_function_for_its_tags_throws() {
        IllegalStateException failure = new IllegalStateException("planted");
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).tags((key, value) -> {
                    if (value.equals("a1")) {
                        throw failure;
                    }
                    return List.of();
                }));

        assertThatThrownBy(() -> cache.get("a")).isSameAs(failure);

        assertThat(cache.get("a")).isEqualTo("a2");
        assertThat(cache.stats().loadFailures()).isOne();
    }

    @Test
    void a_load_fails_if_there_is_no_list_of_tags() {
        List<String> missing = new ArrayList<>();
        missing.add(null);
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.builder("test", rows).tags((key, value) -> value.equals("a1") ? missing : List.of()));

        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(NullPointerException.class);

        assertThat(cache.get("a")).isEqualTo("a2");
    }
}
