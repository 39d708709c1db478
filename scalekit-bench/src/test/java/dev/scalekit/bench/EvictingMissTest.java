package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EvictingMissTest {
    private static final int MISSES = 10_000;

    @ParameterizedTest
    @ValueSource(
            classes = {
                EvictingMiss.FutureState.class,
                EvictingMiss.ScaleKitState.class,
                EvictingMiss.SieveState.class,
                EvictingMiss.S3FifoState.class,
                EvictingMiss.FifoState.class,
                EvictingMiss.CaffeineState.class,
                EvictingMiss.Cache2kState.class,
                EvictingMiss.GuavaState.class,
                EvictingMiss.JetCacheState.class,
                EvictingMiss.SpringState.class
            })
    void a_full_cache_stays_full_and_loads_the_right_values(Class<? extends EvictingCache> type) throws Exception {
        EvictingCache cache = type.getConstructor().newInstance();
        FreshKeys keys = new FreshKeys();

        for (int i = 0; i < MISSES; i++) {
            assertThat(cache.miss(keys)).isNotNull();
        }

        keys.requireRight();
        cache.requireFull();
    }

    @Test
    void a_cache_without_a_bound_fails_the_benchmark() {
        EvictingCache endless = new EvictingCache((bound, loader) -> new MapKeys()) {};

        assertThatThrownBy(endless::requireFull).hasMessage("a cache with a bound of 65536 has 131072 entries");
    }

    @Test
    void a_value_that_is_not_that_of_its_key_fails_the_benchmark() {
        FreshKeys keys = new FreshKeys();
        Integer key = keys.next();

        keys.check(key, key);

        assertThatThrownBy(keys::requireRight).hasMessage("1 values were not those of their keys");
    }
}
