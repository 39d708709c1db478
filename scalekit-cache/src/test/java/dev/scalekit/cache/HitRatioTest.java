package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much of what is asked for is there, in percent. What is known of the policies, from their papers, is so here. */
final class HitRatioTest {
    private static final int RUNS = 5;
    private static final long SEED = 5;
    private static final int COUNT = 150_000;
    private static final int SIZE = 500;
    private static final Entry<Integer> ENTRY = StoreContract.entry(0);

    enum Trace {
        ZIPF,
        SCANS,
        LOOP,
        SHIFTS;

        int[] keys() {
            return switch (this) {
                case ZIPF -> Requests.zipf(COUNT, SEED);
                case SCANS -> Requests.scans(COUNT, 4 * SIZE, SEED);
                case LOOP -> Requests.loop(COUNT, SIZE * 5 / 4);
                case SHIFTS -> Requests.shifts(COUNT, 5, SEED);
            };
        }
    }

    /** What is asked for, and put in where it is not there; tells whether it was. */
    @FunctionalInterface
    private interface Access {
        boolean isHit(Integer key);
    }

    private static double ratio(Access access, int... keys) {
        long hits = Arrays.stream(keys).filter(access::isHit).count();
        return 100.0 * hits / keys.length;
    }

    private static Access store(Store<Integer, Integer> store) {
        return key -> {
            boolean isHit = store.get(key) != null;
            if (!isHit) {
                store.put(key, ENTRY);
            }
            return isHit;
        };
    }

    private static Access store(Eviction eviction, int size) {
        return store(Stores.bySize(eviction, size, (key, entry) -> {}));
    }

    private static Access own(int size, Supplier<Policy<Integer, Integer>> policies) {
        return store(new PolicyStore<>(size, policies, (key, entry) -> {}));
    }

    private static double ratio(Eviction eviction, Trace trace) {
        return ratio(store(eviction, SIZE), trace.keys());
    }

    private static Access caffeine(int size) {
        Cache<Integer, Entry<Integer>> cache =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
        return key -> {
            boolean isHit = cache.getIfPresent(key) != null;
            if (!isHit) {
                cache.put(key, ENTRY);
            }
            return isHit;
        };
    }

    private static Access exactLru(int size) {
        Map<Integer, Integer> map = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
                return size() > size;
            }
        };
        return key -> map.put(key, key) != null;
    }

    @ParameterizedTest
    @EnumSource
    void w_tiny_lfu_is_as_good_as_caffeine_itself(Trace trace) {
        for (int size : new int[] {SIZE / 5, SIZE, 4 * SIZE}) {
            int[] keys = trace.keys();

            int room = size;
            double ours = average(() -> ratio(store(Eviction.W_TINY_LFU, room), keys));
            double itself = average(() -> ratio(caffeine(room), keys));

            assertThat(ours).as("%s with room for %s", trace, size).isCloseTo(itself, within(1.5));
        }
    }

    /** Caffeine throws dice, which matter most where keys come in a loop: there two runs of it differ by more than a point. */
    private static double average(DoubleSupplier run) {
        return DoubleStream.generate(run).limit(RUNS).average().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void lru_is_as_good_as_exact_lru(Trace trace) {
        for (int size : new int[] {SIZE / 5, SIZE, 4 * SIZE}) {
            int[] keys = trace.keys();

            double ours = ratio(store(Eviction.LRU, size), keys);
            double exact = ratio(exactLru(size), keys);

            assertThat(ours).as("%s with room for %s", trace, size).isCloseTo(exact, within(0.2));
        }
    }

    @Test
    void where_some_are_popular_every_policy_beats_the_first_that_came() {
        double fifo = ratio(Eviction.FIFO, Trace.ZIPF);

        assertThat(ratio(Eviction.LRU, Trace.ZIPF)).isGreaterThan(fifo + 1);
        assertThat(ratio(Eviction.LFU, Trace.ZIPF)).isGreaterThan(fifo + 5);
        assertThat(ratio(Eviction.SIEVE, Trace.ZIPF)).isGreaterThan(fifo + 5);
        assertThat(ratio(Eviction.S3_FIFO, Trace.ZIPF)).isGreaterThan(fifo + 5);
        assertThat(ratio(Eviction.W_TINY_LFU, Trace.ZIPF)).isGreaterThan(fifo + 5);
    }

    @Test
    void a_scan_does_not_push_out_what_is_popular() {
        double lru = ratio(Eviction.LRU, Trace.SCANS);

        assertThat(ratio(Eviction.S3_FIFO, Trace.SCANS)).isGreaterThan(lru + 3);
        assertThat(ratio(Eviction.W_TINY_LFU, Trace.SCANS)).isGreaterThan(lru + 3);
    }

    @Test
    void a_loop_that_is_longer_than_the_cache_is_lost_on_all_that_go_by_age() {
        assertThat(ratio(Eviction.LRU, Trace.LOOP)).isLessThan(1);
        assertThat(ratio(Eviction.FIFO, Trace.LOOP)).isLessThan(1);
        assertThat(ratio(Eviction.W_TINY_LFU, Trace.LOOP)).isGreaterThan(50);
    }

    @Test
    void counts_that_age_recover_when_others_become_popular_and_counts_that_only_grow_do_not() {
        double lru = ratio(Eviction.LRU, Trace.SHIFTS);
        double aged = ratio(Eviction.LFU, Trace.SHIFTS);
        double grown = ratio(own(SIZE, () -> new Lfu<>(Integer.MAX_VALUE)), Trace.SHIFTS.keys());

        assertThat(aged).isGreaterThan(lru);
        assertThat(grown).isLessThan(aged - 5);
    }
}
