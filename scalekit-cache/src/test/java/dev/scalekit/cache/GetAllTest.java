package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many keys at once, of a loader of one. */
final class GetAllTest {
    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    private ReadThroughCache<String, String> open() {
        return caches.open(ReadThroughCache.builder("test", rows));
    }

    @Test
    void values_come_in_the_order_of_the_keys_each_once() {
        ReadThroughCache<String, String> cache = open();
        cache.get("b");

        Map<String, String> all = cache.getAll(List.of("c", "b", "a", "b", "c"));

        assertThat(new ArrayList<>(all.entrySet()))
                .containsExactly(Map.entry("c", "c1"), Map.entry("b", "b1"), Map.entry("a", "a1"));
        assertThat(rows.reads()).isEqualTo(3);
    }

    @Test
    void of_no_keys_there_are_no_values() {
        ReadThroughCache<String, String> cache = open();

        Map<String, String> all = cache.getAll(List.of());

        assertThat(all).isEmpty();
        assertThat(cache.stats().misses()).isZero();
    }

    @Test
    void what_is_not_found_has_no_value() {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.<String, String>builder("test", key -> key.equals("b") ? null : key));

        Map<String, String> all = cache.getAll(List.of("a", "b", "c"));

        assertThat(all).isEqualTo(Map.of("a", "a", "c", "c"));
    }

    @Test
    void a_null_key_is_refused_before_anything_is_loaded() {
        ReadThroughCache<String, String> cache = open();

        assertThatThrownBy(() -> cache.getAll(Arrays.asList("a", null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("key");

        assertThat(rows.reads()).isZero();
    }

    @Test
    void what_was_loaded_is_stored_though_another_key_fails() {
        IllegalStateException failure = new IllegalStateException("planted");
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder("test", key -> {
            if (key.equals("b")) {
                throw failure;
            }
            return rows.load(key);
        }));

        assertThatThrownBy(() -> cache.getAll(List.of("a", "b", "c"))).isSameAs(failure);

        assertThat(cache.getAll(List.of("a", "c"))).isEqualTo(Map.of("a", "a1", "c", "c1"));
    }

    @Test
    void the_map_is_the_callers_own() {
        ReadThroughCache<String, String> cache = open();
        Map<String, String> all = cache.getAll(List.of("a", "b"));

        all.put("a", "forged");
        all.remove("b");

        assertThat(cache.getAll(List.of("a", "b"))).isEqualTo(Map.of("a", "a1", "b", "b1"));
    }

    @Test
    void two_who_want_the_same_keys_in_another_order_do_not_wait_for_each_other() throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller one = Caller.of(() -> cache.getAll(List.of("a", "b")));
            gate.awaitSomebody();
            Caller other = Caller.of(() -> cache.getAll(List.of("b", "a"))).awaitWaiting();

            gate.open();

            assertThat(one.result()).isEqualTo(Map.of("a", "a1", "b", "b1"));
            assertThat(other.result()).isEqualTo(Map.of("a", "a1", "b", "b1"));
        }
        assertThat(rows.reads()).isEqualTo(2);
    }

    /** Those that evict what was used least lately, and do so exactly for few entries. */
    @ParameterizedTest
    @EnumSource(names = {"LRU", "LFU", "SIEVE"})
    void what_is_asked_for_together_is_used_like_what_is_asked_for_alone(Eviction eviction) {
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.builder("test", rows).maximumSize(2).eviction(eviction));
        cache.get("a");
        cache.get("b");

        cache.getAll(List.of("a"));
        cache.get("c");

        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.FRESH);
        assertThat(cache.explain("b").state()).isEqualTo(Explanation.State.ABSENT);
    }

    @ParameterizedTest
    @EnumSource(names = {"LRU", "LFU", "SIEVE"})
    void what_is_not_waited_for_is_used_too(Eviction eviction) {
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.builder("test", rows).maximumSize(2).eviction(eviction));
        cache.get("a");
        cache.get("b");

        assertThat(cache.getAsync("a")).isCompletedWithValue("a1");
        cache.get("c");

        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.FRESH);
        assertThat(cache.explain("b").state()).isEqualTo(Explanation.State.ABSENT);
    }
}
