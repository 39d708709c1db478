package dev.scalekit.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.function.Function;

/**
 * Caffeine's {@code LoadingCache}, as its manual begins ("Population: Loading", "Eviction: Size-based"). Thread-safe.
 *
 * <p>Loads once for all who want a key, and holds the lock of a bin of its map meanwhile, so whoever wants another key of that bin
 * waits; an invalidation of the key waits too, and one of all leaves what is being loaded. Eviction is put off, by default to
 * the common pool of the JVM, so it may be above its bound for a moment, and the work is done by another thread than the one that is
 * timed.
 */
final class CaffeineKeys extends KeyCache {
    private final LoadingCache<Integer, Integer> cache;

    private CaffeineKeys(LoadingCache<Integer, Integer> cache) {
        this.cache = cache;
    }

    /** With a bound. */
    static KeyCache plain(int bound, Function<Integer, Integer> loader) {
        return new CaffeineKeys(Caffeine.newBuilder().maximumSize(bound).build(loader::apply));
    }

    /** With a lifetime and statistics as well. It reads the system's clock for each hit. */
    static KeyCache timed(int bound, Function<Integer, Integer> loader) {
        return new CaffeineKeys(Caffeine.newBuilder()
                .maximumSize(bound)
                .expireAfterWrite(Lifetimes.LONG)
                .recordStats()
                .build(loader::apply));
    }

    @Override
    Integer get(Integer key) {
        return cache.get(key);
    }

    @Override
    void put(Integer key, Integer value) {
        cache.put(key, value);
    }

    @Override
    long size() {
        cache.cleanUp();
        return cache.estimatedSize();
    }

    @Override
    long hits() {
        return cache.stats().hitCount();
    }
}
