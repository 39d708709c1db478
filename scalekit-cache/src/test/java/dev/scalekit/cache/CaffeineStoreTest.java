package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is different where weight is bounded. */
final class CaffeineStoreTest {
    private final Noted<String, Integer> noted = new Noted<>();
    private final Store<String, Integer> store = Stores.byWeight(100, noted);

    private void put(String key, int weight) {
        store.put(key, StoreContract.entry(0, weight));
    }

    @Test
    void the_weights_are_summed_up() {
        put("one", 30);
        put("two", 40);
        put("one", 20);

        assertThat(store.weight()).isEqualTo(60);
        assertThat(store.size()).isEqualTo(2);
        assertThat(noted.all()).isEmpty();
    }

    @Test
    void what_is_heavier_than_the_bound_is_not_kept_and_pushes_nothing_out() {
        put("one", 30);

        put("heavy", 101);

        assertThat(store.peek("heavy")).isNull();
        assertThat(store.peek("one")).isNotNull();
        assertThat(noted.taken()).isEqualTo(List.of("heavy"));
        assertThat(store.weight()).isEqualTo(30);
    }

    @Test
    void what_becomes_heavier_than_the_bound_is_not_kept() {
        put("one", 30);
        put("two", 30);

        put("one", 101);

        assertThat(store.peek("one")).isNull();
        assertThat(noted.taken()).isEqualTo(List.of("one"));
        assertThat(store.weight()).isEqualTo(30);
    }

    @Test
    void there_is_never_more_than_the_bound() {
        IntStream.range(0, 10_000).forEach(i -> {
            put("key " + i, i % 37);
            assertThat(store.weight()).isLessThanOrEqualTo(100);
        });
    }

    @Test
    void what_weighs_nothing_is_never_evicted() {
        put("light", 0);

        IntStream.range(0, 1_000).forEach(i -> put("key " + i, 10));

        assertThat(store.peek("light")).isNotNull();
    }

    @Test
    void hits_between_two_writes_decide_what_stays_although_nobody_cleans_up() {
        Store<Integer, Integer> hundred = Stores.bySize(Eviction.W_TINY_LFU, 100, (key, entry) -> {});
        IntStream.range(0, 100).forEach(key -> hundred.put(key, StoreContract.entry(key)));

        for (int key = 100; key < 2_000; key++) {
            for (int i = 0; i < 1_000; i++) {
                hundred.get(i % 10);
            }
            hundred.put(key, StoreContract.entry(key));
        }

        assertThat(IntStream.range(0, 10)
                        .filter(key -> hundred.peek(key) != null)
                        .count())
                .isGreaterThanOrEqualTo(9);
    }
}
