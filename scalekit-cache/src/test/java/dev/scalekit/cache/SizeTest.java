package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** There are never more entries than was said, whatever is asked for. */
final class SizeTest {
    private static final int MAXIMUM = 1_000;

    @RegisterExtension
    final Caches caches = new Caches();

    private ReadThroughCacheBuilder<Integer, Integer> builder(Eviction eviction) {
        return ReadThroughCache.<Integer, Integer>builder("test", key -> key)
                .maximumSize(MAXIMUM)
                .eviction(eviction);
    }

    @ParameterizedTest
    @EnumSource
    void as_many_entries_as_was_said_stay(Eviction eviction) {
        ReadThroughCache<Integer, Integer> cache = caches.open(builder(eviction));

        cache.getAll(IntStream.range(0, MAXIMUM).boxed().toList());
        cache.getAll(IntStream.range(0, MAXIMUM).boxed().toList());

        assertThat(cache.stats().size()).isEqualTo(MAXIMUM);
        assertThat(cache.stats().weight()).isEqualTo(MAXIMUM);
        assertThat(cache.stats().loads()).isEqualTo(MAXIMUM);
        assertThat(cache.stats().evictions()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void of_a_million_distinct_keys_no_more_are_kept_than_was_said(Eviction eviction) {
        int keys = Effort.upTo(eviction == Eviction.W_TINY_LFU ? 1_000_000 : 50_000);
        ReadThroughCache<Integer, Integer> cache = caches.open(builder(eviction));
        long most = 0;
        int wrong = 0;

        for (Integer key = 0; key < keys; key++) {
            if (!key.equals(cache.get(key))) {
                wrong++;
            }
            if (key % 1_000 == 999) {
                most = Math.max(most, cache.stats().size());
            }
        }

        CacheStats stats = cache.stats();
        assertThat(wrong).isZero();
        assertThat(most).isLessThanOrEqualTo(MAXIMUM);
        assertThat(stats.size()).isEqualTo(Math.min(MAXIMUM, keys));
        assertThat(stats.evictions()).isEqualTo(keys - stats.size());
    }

    @Test
    void what_is_put_counts_like_what_is_loaded() {
        ReadThroughCache<Integer, Integer> cache = caches.open(builder(Eviction.LRU));

        for (int key = 0; key < 3 * MAXIMUM; key++) {
            cache.put(key, key);
        }

        assertThat(cache.stats().size()).isEqualTo(MAXIMUM);
    }

    @ParameterizedTest
    @EnumSource
    void that_there_is_nothing_counts_like_something(Eviction eviction) {
        ReadThroughCache<Integer, Integer> cache =
                caches.open(ReadThroughCache.<Integer, Integer>builder("test", key -> null)
                        .missingFor(Duration.ofHours(1))
                        .maximumSize(MAXIMUM)
                        .eviction(eviction));

        for (int key = 0; key < 20 * MAXIMUM; key++) {
            assertThat(cache.get(key)).isNull();
        }

        assertThat(cache.stats().size()).isEqualTo(MAXIMUM);
    }

    @Test
    void where_that_is_not_remembered_it_takes_no_place() {
        ReadThroughCache<Integer, Integer> cache =
                caches.open(ReadThroughCache.<Integer, Integer>builder("test", key -> key < 10 ? key : null)
                        .maximumSize(10));
        cache.getAll(IntStream.range(0, 10).boxed().toList());

        for (int key = 10; key < 10_000; key++) {
            assertThat(cache.get(key)).isNull();
        }

        assertThat(cache.stats().evictions()).isZero();
        assertThat(cache.stats().size()).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource
    void a_cache_of_one_entry_works(Eviction eviction) {
        ReadThroughCache<Integer, Integer> cache = caches.open(builder(eviction).maximumSize(1));
        List<Integer> values = new ArrayList<>();

        for (int key = 0; key < 100; key++) {
            values.add(cache.get(key));
            values.add(cache.get(key));
        }

        assertThat(values)
                .isEqualTo(IntStream.range(0, 200).map(i -> i / 2).boxed().toList());
        assertThat(cache.stats().size()).isLessThanOrEqualTo(1);
    }

    @Test
    void the_largest_maximum_there_is_is_none() {
        ReadThroughCache<Integer, Integer> cache =
                caches.open(builder(Eviction.W_TINY_LFU).maximumSize(Long.MAX_VALUE));

        cache.getAll(IntStream.range(0, 2 * MAXIMUM).boxed().toList());

        assertThat(cache.stats().size()).isEqualTo(2 * MAXIMUM);
    }

    @Test
    void without_a_maximum_there_are_ten_thousand_entries() {
        ReadThroughCache<Integer, Integer> cache =
                caches.open(ReadThroughCache.<Integer, Integer>builder("test", key -> key));

        cache.getAll(IntStream.range(0, 20_000).boxed().toList());

        assertThat(cache.stats().size()).isEqualTo(10_000);
    }

    /** A key whose hash code is that of all others, as somebody may send them who wants to do harm. Immutable. */
    private record Same(int number) implements Comparable<Same> {
        @Override
        public int hashCode() {
            return 42;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Same same && same.number == number;
        }

        @Override
        public int compareTo(Same other) {
            return Integer.compare(number, other.number);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keys_of_one_hash_code_are_loaded_and_found(Eviction eviction) {
        int keys = Effort.upTo(50_000);
        ReadThroughCache<Same, Integer> cache =
                caches.open(ReadThroughCache.<Same, Integer>builder("test", Same::number)
                        .maximumSize(keys)
                        .eviction(eviction));
        Map<Same, Integer> all =
                IntStream.range(0, keys).boxed().collect(Collectors.toMap(Same::new, Function.identity()));

        all.keySet().forEach(cache::get);
        Map<Same, Integer> found = cache.getAll(all.keySet());

        assertThat(found.equals(all)).isTrue();
        assertThat(cache.stats().loads()).isEqualTo(keys);
    }

    @ParameterizedTest
    @EnumSource
    void more_keys_of_one_hash_code_than_there_is_room_for_are_loaded(Eviction eviction) {
        int keys = Effort.upTo(20_000);
        ReadThroughCache<Same, Integer> cache =
                caches.open(ReadThroughCache.<Same, Integer>builder("test", Same::number)
                        .maximumSize(MAXIMUM)
                        .eviction(eviction));

        for (int number = 0; number < keys; number++) {
            assertThat(cache.get(new Same(number))).isEqualTo(number);
        }

        assertThat(cache.stats().size()).isLessThanOrEqualTo(MAXIMUM);
    }
}
