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
        return caches.open(timeless(eviction).expireAfter(HOUR));
    }

    /** Of one in which nothing dies by its time, unless it is told to: it does not sweep as long as it has no other reason. */
    private static ReadThroughCacheBuilder<Integer, Integer> timeless(Eviction eviction) {
        return ReadThroughCache.<Integer, Integer>builder("test", key -> key)
                .maximumSize(100_000)
                .eviction(eviction)
                .staleIfError(HOUR)
                .tags((key, value) -> key < DEAD ? List.of("dead", key % 2 == 0 ? "even" : "odd") : List.of());
    }

    private static void load(ReadThroughCache<Integer, Integer> cache, int from, int to) {
        IntStream.range(from, to).forEach(cache::get);
    }

    private static void goneWhenOthersWereStored(
            ReadThroughCache<Integer, Integer> cache, Consumer<ReadThroughCache<Integer, Integer>> death) {
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
        goneWhenOthersWereStored(open(eviction), cache -> caches.ticker.advance(HOUR.multipliedBy(2)));
    }

    @ParameterizedTest
    @EnumSource
    void what_a_tag_has_made_void_goes_while_others_are_stored(Eviction eviction) {
        goneWhenOthersWereStored(open(eviction), cache -> cache.invalidateTag("dead"));
    }

    @ParameterizedTest
    @EnumSource
    void what_a_tag_has_made_void_goes_also_where_nothing_expires(Eviction eviction) {
        goneWhenOthersWereStored(caches.open(timeless(eviction)), cache -> cache.invalidateTag("dead"));
    }

    @ParameterizedTest
    @EnumSource
    void what_was_told_to_expire_goes_also_where_nothing_else_does(Eviction eviction) {
        goneWhenOthersWereStored(caches.open(timeless(eviction)), cache -> {
            IntStream.range(0, DEAD).forEach(cache::expire);
            caches.ticker.advance(HOUR);
        });
    }

    @ParameterizedTest
    @EnumSource
    void what_is_made_void_behind_a_walk_goes_with_the_next(Eviction eviction) {
        ReadThroughCache<Integer, Integer> cache = caches.open(timeless(eviction));
        load(cache, 0, DEAD);

        cache.invalidateTag("even");
        load(cache, DEAD, DEAD + DEAD / 4);
        cache.invalidateTag("odd");
        load(cache, DEAD + DEAD / 4, 6 * DEAD);

        assertThat(cache.stats().size()).isEqualTo(5 * DEAD);
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
