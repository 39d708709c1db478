package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds on weights and bytes. */
final class WeightTest {
    private static final long SEED = 8;

    @RegisterExtension
    final Caches caches = new Caches();

    /** Values are what they weigh. */
    private static ReadThroughCacheBuilder<Integer, Integer> builder() {
        return ReadThroughCache.builder("test", key -> key);
    }

    @Test
    void what_does_not_weigh_too_much_together_stays() {
        ReadThroughCache<Integer, Integer> cache = caches.open(builder().maximumWeight(100, (key, value) -> value));

        cache.getAll(List.of(10, 20, 30, 40));

        assertThat(cache.stats().size()).isEqualTo(4);
        assertThat(cache.stats().weight()).isEqualTo(100);
        assertThat(cache.stats().evictions()).isZero();
    }

    @Test
    void something_has_to_go_when_it_weighs_too_much_together() {
        ReadThroughCache<Integer, Integer> cache = caches.open(builder().maximumWeight(100, (key, value) -> value));

        cache.getAll(List.of(10, 20, 30, 40, 1));

        assertThat(cache.stats().weight()).isLessThanOrEqualTo(100);
        assertThat(cache.stats().evictions()).isPositive();
        assertThat(cache.stats().size()).isEqualTo(5 - cache.stats().evictions());
    }

    @Test
    void whatever_is_asked_for_it_never_weighs_too_much() {
        ReadThroughCache<Integer, Integer> cache = caches.open(builder().maximumWeight(1_000, (key, value) -> value));
        RandomGenerator random = Seeds.random(SEED);

        for (int call = 0; call < 5_000; call++) {
            int key = random.nextInt(300);
            assertThat(cache.get(key)).isEqualTo(key);
            assertThat(cache.stats().weight()).isBetween(0L, 1_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1_000, Integer.MAX_VALUE})
    void what_weighs_too_much_by_itself_is_returned_and_not_kept(int heavy) {
        ReadThroughCache<Integer, Integer> cache = caches.open(builder().maximumWeight(100, (key, value) -> value));
        cache.get(50);

        Integer value = cache.get(heavy);

        assertThat(value).isEqualTo(heavy);
        assertThat(cache.explain(heavy).state()).isEqualTo(Explanation.State.ABSENT);
        assertThat(cache.explain(50).state()).isEqualTo(Explanation.State.FRESH);
        assertThat(cache.stats().weight()).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE + 1L, 1L << 32, (1L << 32) + 5, Long.MAX_VALUE})
    void a_weight_that_an_entry_cannot_hold_fails_the_load_and_leaves_what_was_there(long weight) {
        ReadThroughCache<Integer, Integer> cache =
                caches.open(builder().maximumWeight(1L << 40, (key, value) -> value == 7 ? 7 : weight));
        String message = "The size of a value in cache test must be from 0 to 2147483647: " + weight + ", of ";
        cache.put(1, 7);

        assertThatThrownBy(() -> cache.get(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message + 2);
        assertThatThrownBy(() -> cache.put(1, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message + 1);

        assertThat(cache.get(1)).isEqualTo(7);
        assertThat(cache.stats()).returns(7L, CacheStats::weight).returns(1L, CacheStats::loadFailures);
    }

    @Test
    void the_largest_size_is_that_of_which_the_sum_with_the_entry_can_be_told() {
        int most = Integer.MAX_VALUE - ReadThroughCacheBuilder.OVERHEAD_BYTES;
        ReadThroughCache<Integer, Integer> cache = caches.open(builder().maximumBytes(1L << 40, (key, value) -> value));

        cache.get(most);

        assertThat(cache.stats().weight()).isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> cache.get(most + 1))
                .hasMessage(
                        "The size of a value in cache test must be from 0 to 2147483497: 2147483498, of 2147483498");
    }

    @Test
    void a_heavier_value_that_takes_the_place_of_another_counts_anew() {
        ReadThroughCache<Integer, Integer> cache = caches.open(builder().maximumWeight(100, (key, value) -> value));
        cache.put(1, 10);

        cache.put(1, 30);
        long heavier = cache.stats().weight();
        cache.put(1, 5);
        long lighter = cache.stats().weight();
        cache.put(1, 101);

        assertThat(heavier).isEqualTo(30);
        assertThat(lighter).isEqualTo(5);
        assertThat(cache.explain(1).state()).isEqualTo(Explanation.State.ABSENT);
        assertThat(cache.stats().weight()).isZero();
    }

    @Test
    void what_weighs_nothing_always_stays() {
        ReadThroughCache<Integer, Integer> cache =
                caches.open(builder().maximumWeight(10, (key, value) -> value == 0 ? 0 : 5));
        cache.get(0);

        for (int key = 1; key < 1_000; key++) {
            cache.get(key);
        }

        assertThat(cache.explain(0).state()).isEqualTo(Explanation.State.FRESH);
        assertThat(cache.stats().weight()).isEqualTo(10);
    }

    @Test
    void what_is_not_there_weighs_one() {
        ReadThroughCache<Integer, Integer> weights =
                caches.open(ReadThroughCache.<Integer, Integer>builder("test", key -> null)
                        .missingFor(Duration.ofHours(1))
                        .maximumWeight(100, (key, value) -> 50));

        for (int key = 0; key < 1_000; key++) {
            weights.get(key);
        }

        assertThat(weights.stats().size()).isEqualTo(100);
        assertThat(weights.stats().weight()).isEqualTo(100);
    }

    @Test
    void to_the_bytes_of_a_value_those_of_its_entry_are_added() {
        ReadThroughCache<Integer, Integer> cache = caches.open(builder().maximumBytes(1_000, (key, value) -> 100));

        for (int key = 0; key < 100; key++) {
            cache.get(key);
        }

        assertThat(cache.stats().size()).isEqualTo(4);
        assertThat(cache.stats().weight()).isEqualTo(1_000);
    }

    @Test
    void a_negative_size_fails_the_load_and_leaves_what_was_there() {
        ReadThroughCache<Integer, Integer> cache = caches.open(builder().maximumWeight(100, (key, value) -> value));
        cache.get(7);

        assertThatThrownBy(() -> cache.get(-3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The size of a value in cache test must be from 0 to 2147483647: -3, of -3");
        assertThatThrownBy(() -> cache.put(7, -4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The size of a value in cache test must be from 0 to 2147483647: -4, of 7");

        assertThat(cache.get(7)).isEqualTo(7);
        assertThat(cache.stats().weight()).isEqualTo(7);
    }

    @Test
    void a_load_fails_with_what_the_sizer_throws() {
        IllegalStateException failure = new IllegalStateException("planted");
        ReadThroughCache<Integer, Integer> cache = caches.open(builder().maximumBytes(1_000, (key, value) -> {
            throw failure;
        }));

        assertThatThrownBy(() -> cache.get(1)).isSameAs(failure);
        assertThatThrownBy(() -> cache.put(1, 1)).isSameAs(failure);

        assertThat(cache.stats().size()).isZero();
        assertThat(cache.stats().loading()).isZero();
    }
}
