package dev.scalekit.bench;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import java.util.function.Function;

/**
 * Guava's {@code LoadingCache}, as its manual begins ("CachesExplained"). Thread-safe.
 *
 * <p>Loads once for all who want a key, without a lock meanwhile. Its policy is LRU in each of four segments, which split the bound.
 */
final class GuavaKeys extends KeyCache {
    private final LoadingCache<Integer, Integer> cache;

    private GuavaKeys(LoadingCache<Integer, Integer> cache) {
        this.cache = cache;
    }

    /** With a bound. */
    static KeyCache plain(int bound, Function<Integer, Integer> loader) {
        return new GuavaKeys(CacheBuilder.newBuilder().maximumSize(bound).build(CacheLoader.from(loader::apply)));
    }

    /** With a lifetime and statistics as well. It reads the system's clock for each hit. */
    static KeyCache timed(int bound, Function<Integer, Integer> loader) {
        return new GuavaKeys(CacheBuilder.newBuilder()
                .maximumSize(bound)
                .expireAfterWrite(Lifetimes.LONG)
                .recordStats()
                .build(CacheLoader.from(loader::apply)));
    }

    @Override
    Integer get(Integer key) {
        return cache.getUnchecked(key);
    }

    @Override
    void put(Integer key, Integer value) {
        cache.put(key, value);
    }

    @Override
    long size() {
        return cache.size();
    }

    @Override
    long hits() {
        return cache.stats().hitCount();
    }
}
