package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CacheHitTest {

    @Test
    void every_cache_holds_every_key_with_its_value() {
        new CacheHit.MapState().requireAll();
        new CacheHit.CaffeineState().requireAll();
        new CacheHit.CaffeineLoadingState().requireAll();
        new CacheHit.Cache2kState().requireAll();
        new CacheHit.GuavaState().requireAll();
    }

    @Test
    void a_cache_that_has_lost_a_key_fails_the_benchmark() {
        CacheHit.CaffeineState caffeine = new CacheHit.CaffeineState();
        caffeine.cache.invalidate(CacheKeys.stored().iterator().next());

        assertThatThrownBy(caffeine::requireAll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("of 65536 entries 65535 are there with their value, in a cache of 65535");
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
            Integer request = keys.at(i);
            assertThat(stored).contains(request);
        }
        assertThat(keys.at(1 << 17)).isSameAs(keys.at(0));
    }
}
