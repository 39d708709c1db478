package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What nobody would get any more does not stay for long. */
final class SweepTest {
    private static final int DEAD = 1_000;
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private ReadThroughCache<Integer, Integer> open(Eviction eviction) {
        return caches.open(ReadThroughCache.<Integer, Integer>builder("test", key -> key)
                .maximumSize(100_000)
                .eviction(eviction)
                .expireAfter(HOUR)
                .staleIfError(HOUR)
                .tags((key, value) -> key < DEAD ? List.of("dead") : List.of()));
    }

    private static void load(ReadThroughCache<Integer, Integer> cache, int from, int to) {
        IntStream.range(from, to).forEach(cache::get);
    }

    private void goneWhenOthersWereStored(Eviction eviction, Consumer<ReadThroughCache<Integer, Integer>> death) {
        ReadThroughCache<Integer, Integer> cache = open(eviction);
        load(cache, 0, DEAD);

        death.accept(cache);
        long before = cache.stats().size();
        load(cache, DEAD, 5 * DEAD);

        assertThat(before).isEqualTo(DEAD);
        assertThat(cache.stats().size()).isEqualTo(4 * DEAD);
        assertThat(cache.stats().evictions()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_past_all_its_times_goes_while_others_are_stored(Eviction eviction) {
        goneWhenOthersWereStored(eviction, cache -> caches.ticker.advance(HOUR.multipliedBy(2)));
    }

    @ParameterizedTest
    @EnumSource
    void what_a_tag_has_made_void_goes_while_others_are_stored(Eviction eviction) {
        goneWhenOthersWereStored(eviction, cache -> cache.invalidateTag("dead"));
    }

    @ParameterizedTest
    @EnumSource
    void what_may_still_be_returned_if_a_load_fails_stays(Eviction eviction) {
        ReadThroughCache<Integer, Integer> cache = open(eviction);
        load(cache, 0, DEAD);

        caches.ticker.advance(HOUR.multipliedBy(2).minusNanos(1));
        load(cache, DEAD, 3 * DEAD);

        assertThat(cache.stats().size()).isEqualTo(3 * DEAD);
        assertThat(cache.explain(0).state()).isEqualTo(Explanation.State.STALE);
    }

    @ParameterizedTest
    @EnumSource
    void what_was_cleared_in_the_middle_of_a_walk_does_not_stop_it(Eviction eviction) {
        ReadThroughCache<Integer, Integer> cache = open(eviction);
        load(cache, 0, DEAD);

        cache.clear();
        load(cache, 0, DEAD);
        caches.ticker.advance(HOUR.multipliedBy(2));
        load(cache, DEAD, 4 * DEAD);

        assertThat(cache.stats().size()).isEqualTo(3 * DEAD);
    }
}
