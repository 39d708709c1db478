package dev.scalekit.bench;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A cache that is as full as it may be, and is asked for what it does not have. A state of JMH is made of it. Thread-safe. */
@State(Scope.Benchmark)
public abstract class EvictingCache {
    static final int BOUND = 1 << 16;

    private final KeyCache cache;

    /** Opens the cache and fills it. */
    EvictingCache(KeyCache.Opening opening) {
        cache = opening.open(BOUND, CacheKeys::value);
        for (int i = 0; i < 2 * BOUND; i++) {
            cache.put(CacheKeys.key(FreshKeys.FILLING + i), 0);
        }
    }

    final @Nullable Integer miss(FreshKeys keys) {
        Integer key = keys.next();
        return keys.check(key, cache.get(key));
    }

    /** Fails the benchmark unless the cache is full, and not above its bound by more than an eighth. */
    @TearDown
    public void requireFull() {
        long size = cache.size();
        if (size < BOUND / 8 * 7 || size > BOUND / 8 * 9) {
            throw new IllegalStateException("a cache with a bound of " + BOUND + " has " + size + " entries");
        }
        cache.close();
    }
}
