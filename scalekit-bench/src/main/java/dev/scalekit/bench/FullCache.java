package dev.scalekit.bench;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A cache that has all that it is asked for. A state of JMH is made of it. Thread-safe. */
@State(Scope.Benchmark)
public abstract class FullCache {
    /*
     * The bound is an eighth above the number of entries. At exactly their number, a cache that splits its bound over
     * segments (Guava, cache2k) would evict some. Far above it, Caffeine would look too good: it does not record reads
     * until it is half full.
     */
    static final int BOUND = CacheKeys.ENTRIES / 8 * 9;

    final KeyCache cache;

    /** Opens the cache and fills it. */
    FullCache(KeyCache.Opening opening) {
        cache = opening.open(BOUND, FullCache::load);
        CacheKeys.stored().forEach(key -> cache.put(key, CacheKeys.value(key)));
    }

    private static Integer load(Integer key) {
        throw new IllegalStateException("key " + key + " was not in the cache");
    }

    /** Fails the benchmark unless the cache has all entries, with their own values. */
    @TearDown
    public final void requireAll() {
        requireCounted();
        Set<Integer> keys = CacheKeys.stored();
        long right = keys.stream()
                .filter(key -> Objects.equals(present(key), CacheKeys.value(key)))
                .count();
        long size = cache.size();
        if (right != keys.size() || size != keys.size()) {
            throw new IllegalStateException(
                    "of " + keys.size() + " entries " + right + " are there with their value, in a cache of " + size);
        }
        cache.close();
    }

    /** Fails the benchmark if hits had to be counted and were not. */
    void requireCounted() {}

    private @Nullable Integer present(Integer key) {
        try {
            return cache.get(key);
        } catch (RuntimeException notThere) {
            // What the loader throws; some caches wrap it.
            return null;
        }
    }
}
