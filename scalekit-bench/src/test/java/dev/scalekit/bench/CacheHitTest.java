package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CacheHitTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                CacheHit.MapState.class,
                CacheHit.ScaleKitState.class,
                CacheHit.SieveState.class,
                CacheHit.S3FifoState.class,
                CacheHit.FifoState.class,
                CacheHit.LruState.class,
                CacheHit.LfuState.class,
                CacheHit.CaffeineState.class,
                CacheHit.CaffeinePresentState.class,
                CacheHit.Cache2kState.class,
                CacheHit.GuavaState.class,
                CacheHit.JetCacheState.class,
                CacheHit.JetCacheLinkedState.class,
                CacheHit.SpringState.class
            })
    void every_cache_holds_every_key_with_its_value(Class<? extends FullCache> type) throws Exception {
        FullCache cache = type.getConstructor().newInstance();

        cache.requireAll();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                CacheHit.ScaleKitCountingState.class,
                TimedHit.ScaleKitState.class,
                TimedHit.EverythingState.class,
                TimedHit.CaffeineState.class,
                TimedHit.Cache2kState.class,
                TimedHit.GuavaState.class,
                TimedHit.JetCacheState.class,
                TimedHit.JetCacheLinkedState.class,
                TimedHit.SpringState.class
            })
    void a_cache_that_is_told_to_counts_its_hits(Class<? extends FullCache> type) throws Exception {
        FullCache cache = type.getConstructor().newInstance();
        assertThatThrownBy(cache::requireAll).hasMessage("no hit was counted");

        Integer value = cache.cache.get(CacheKeys.key(1));

        assertThat(value).isEqualTo(CacheKeys.value(CacheKeys.key(1)));
        cache.requireAll();
    }

    @Test
    void a_cache_that_has_too_much_fails_the_benchmark() {
        CacheHit.CaffeineState caffeine = new CacheHit.CaffeineState();
        caffeine.cache.put(CacheKeys.key(-1), 0);

        assertThatThrownBy(caffeine::requireAll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("of 65536 entries 65536 are there with their value, in a cache of 65537");
    }

    @Test
    void a_cache_with_a_wrong_value_fails_the_benchmark() {
        CacheHit.ScaleKitState scalekit = new CacheHit.ScaleKitState();
        scalekit.cache.put(CacheKeys.key(1), 0);

        assertThatThrownBy(scalekit::requireAll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("of 65536 entries 65535 are there with their value, in a cache of 65536");
    }

    @Test
    void a_miss_where_all_are_hits_ends_the_benchmark() {
        CacheHit.ScaleKitState scalekit = new CacheHit.ScaleKitState();

        assertThatThrownBy(() -> scalekit.cache.get(CacheKeys.key(-1))).hasMessageEndingWith(" was not in the cache");
    }

    @Test
    void a_request_that_is_no_hit_fails_the_benchmark() {
        CacheCursor cursor = new CacheCursor();
        cursor.count(cursor.next());
        cursor.requireNoMiss();

        cursor.count(null);

        assertThatThrownBy(cursor::requireNoMiss)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("1 of 1 requests were no hit");
    }

    @Test
    void requests_are_for_keys_that_are_stored_but_not_the_same_objects() {
        CacheKeys keys = new CacheKeys();
        var stored = CacheKeys.stored();

        for (int i = 0; i < 1000; i++) {
            assertThat(stored.contains(keys.at(i))).isTrue();
        }
        assertThat(keys.at(1 << 17)).isSameAs(keys.at(0));
    }
}
