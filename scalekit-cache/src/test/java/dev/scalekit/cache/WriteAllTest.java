package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes to the database of what is under several keys. */
final class WriteAllTest {
    private static final List<String> KEYS = List.of("a", "b", "a");

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    private ReadThroughCache<String, String> open() {
        return caches.open(ReadThroughCache.builder("test", rows));
    }

    private static boolean isWritten(ReadThroughCache<String, String> cache, String key) {
        return cache.explain(key).written();
    }

    @Test
    void what_is_loaded_of_any_of_them_meanwhile_is_returned_and_not_stored() {
        ReadThroughCache<String, String> cache = open();
        try (WriteFence fence = cache.writeAll(KEYS)) {
            cache.getAll(List.of("a", "b", "c"));
            Map<String, String> meanwhile = cache.getAll(List.of("a", "b", "c"));

            fence.commit();

            assertThat(meanwhile).isEqualTo(Map.of("a", "a2", "b", "b2", "c", "c1"));
        }
        assertThat(cache.getAll(KEYS)).isEqualTo(Map.of("a", "a3", "b", "b3"));
        assertThat(cache.getAll(KEYS)).isEqualTo(Map.of("a", "a3", "b", "b3"));
    }

    @Test
    void what_was_there_is_void_when_they_are_committed_and_nothing_else_is() {
        ReadThroughCache<String, String> cache = open();
        cache.getAll(List.of("a", "b", "c"));

        cache.writeAll(KEYS).commit();

        assertThat(cache.getAll(List.of("a", "b", "c"))).isEqualTo(Map.of("a", "a2", "b", "b2", "c", "c1"));
        assertThat(cache.stats().invalidations()).isEqualTo(2);
    }

    @Test
    void what_was_there_stays_when_they_are_rolled_back() {
        ReadThroughCache<String, String> cache = open();
        cache.getAll(KEYS);

        cache.writeAll(KEYS).rollback();

        assertThat(cache.getAll(KEYS)).isEqualTo(Map.of("a", "a1", "b", "b1"));
        assertThat(cache.stats().invalidations()).isZero();
    }

    @Test
    void a_key_that_is_written_by_another_too_is_written_until_both_are_over() {
        ReadThroughCache<String, String> cache = open();
        WriteFence one = cache.write("b");
        WriteFence all = cache.writeAll(KEYS);

        all.close();
        boolean isAWritten = isWritten(cache, "a");
        boolean isBWritten = isWritten(cache, "b");
        one.close();

        assertThat(isAWritten).isFalse();
        assertThat(isBWritten).isTrue();
        assertThat(isWritten(cache, "b")).isFalse();
    }

    @Test
    void a_null_key_is_refused_before_any_is_written() {
        ReadThroughCache<String, String> cache = open();

        assertThatThrownBy(() -> cache.writeAll(Arrays.asList("a", null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("key");

        assertThat(isWritten(cache, "a")).isFalse();
    }

    @Test
    void of_no_keys_none_is_written() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        cache.writeAll(List.of()).commit();

        assertThat(cache.get("a")).isEqualTo("a1");
    }

    @Test
    void it_names_its_cache_and_keys() {
        WriteFence fence = open().writeAll(KEYS);

        String open = fence.toString();
        fence.commit();

        assertThat(open).isEqualTo("WriteFence[[a, b] in cache test, open]");
        assertThatThrownBy(fence::rollback).hasMessage("The write of [a, b] in cache test is over already");
    }

    /** Throws from {@code hashCode} when it was asked for that so many times. Not thread-safe. */
    private static final class Moody {
        private int patience = Integer.MAX_VALUE;

        @Override
        public int hashCode() {
            if (patience == 0) {
                throw new IllegalStateException("planted");
            }
            patience--;
            return System.identityHashCode(this);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    private ReadThroughCache<Moody, String> openMoody() {
        return caches.open(ReadThroughCache.<Moody, String>builder("test", key -> "value"));
    }

    @Test
    void each_ends_though_a_key_before_it_throws() {
        Moody first = new Moody();
        Moody second = new Moody();
        ReadThroughCache<Moody, String> cache = openMoody();
        WriteFence fence = cache.writeAll(List.of(first, second));
        first.patience = 0;

        assertThatThrownBy(fence::commit).hasMessage("planted");

        assertThat(cache.explain(second).written()).isFalse();
    }

    /** It is asked once when the keys are collected. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void none_is_written_if_one_cannot_be(int patience) {
        Moody first = new Moody();
        Moody second = new Moody();
        ReadThroughCache<Moody, String> cache = openMoody();
        second.patience = patience;

        assertThatThrownBy(() -> cache.writeAll(List.of(first, second))).hasMessage("planted");

        second.patience = Integer.MAX_VALUE;
        assertThat(cache.explain(first).written()).isFalse();
        assertThat(cache.explain(second).written()).isFalse();
    }
}
