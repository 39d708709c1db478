package dev.scalekit.bench;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheLoader;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.embedded.EmbeddedCacheBuilder;
import com.alicp.jetcache.embedded.LinkedHashMapCacheBuilder;
import com.alicp.jetcache.support.DefaultCacheMonitor;
import com.alicp.jetcache.support.JetCacheExecutor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JetCache in one process, with a loader ("Cache API" of its documentation). Thread-safe.
 *
 * <p>Loads once for all who want a key, for {@code cachePenetrateProtect} is on, without which each of them would load; no lock is held
 * meanwhile. Entries always have a lifetime, of 68 years unless one is set, and a hit looks at the system's clock.
 */
final class JetCacheKeys extends KeyCache {
    private final Cache<Integer, Integer> cache;
    private final DefaultCacheMonitor monitor;
    private final boolean isCaffeine;

    private JetCacheKeys(Cache<Integer, Integer> cache, DefaultCacheMonitor monitor, boolean isCaffeine) {
        this.cache = cache;
        this.monitor = monitor;
        this.isCaffeine = isCaffeine;
    }

    /** Over Caffeine, with a bound. */
    static KeyCache caffeine(int bound, Function<Integer, Integer> loader) {
        return plain(CaffeineCacheBuilder.createCaffeineCacheBuilder(), bound, loader, true);
    }

    /** Over Caffeine, with a bound, a lifetime and statistics. */
    static KeyCache caffeineTimed(int bound, Function<Integer, Integer> loader) {
        return timed(CaffeineCacheBuilder.createCaffeineCacheBuilder(), bound, loader, true);
    }

    /** Over its own LRU, a {@code LinkedHashMap} with a lock, with a bound. */
    static KeyCache linked(int bound, Function<Integer, Integer> loader) {
        return plain(LinkedHashMapCacheBuilder.createLinkedHashMapCacheBuilder(), bound, loader, false);
    }

    /** Over its own LRU, with a bound, a lifetime and statistics. */
    static KeyCache linkedTimed(int bound, Function<Integer, Integer> loader) {
        return timed(LinkedHashMapCacheBuilder.createLinkedHashMapCacheBuilder(), bound, loader, false);
    }

    private static <T extends EmbeddedCacheBuilder<T>> KeyCache timed(
            T builder, int bound, Function<Integer, Integer> loader, boolean isCaffeine) {
        DefaultCacheMonitor monitor = new DefaultCacheMonitor("bench");
        T timed = builder.expireAfterWrite(Lifetimes.LONG.toSeconds(), TimeUnit.SECONDS)
                .addMonitor(monitor);
        return open(timed, bound, loader, monitor, isCaffeine);
    }

    private static <T extends EmbeddedCacheBuilder<T>> KeyCache plain(
            T builder, int bound, Function<Integer, Integer> loader, boolean isCaffeine) {
        return open(builder, bound, loader, new DefaultCacheMonitor("not asked"), isCaffeine);
    }

    private static <T extends EmbeddedCacheBuilder<T>> KeyCache open(
            T builder, int bound, Function<Integer, Integer> loader, DefaultCacheMonitor monitor, boolean isCaffeine) {
        CacheLoader<Integer, Integer> loading = loader::apply;
        Cache<Integer, Integer> cache =
                builder.limit(bound).cachePenetrateProtect(true).loader(loading).buildCache();
        return new JetCacheKeys(cache, monitor, isCaffeine);
    }

    @Override
    @Nullable
    Integer get(Integer key) {
        return cache.get(key);
    }

    @Override
    void put(Integer key, Integer value) {
        cache.put(key, value);
    }

    @Override
    long size() {
        if (isCaffeine) {
            var inside = cache.unwrap(com.github.benmanes.caffeine.cache.Cache.class);
            inside.cleanUp();
            return inside.estimatedSize();
        }
        return cache.unwrap(LinkedHashMap.class).size();
    }

    @Override
    long hits() {
        return monitor.getCacheStat().getGetHitCount();
    }

    @Override
    public void close() {
        cache.close();
        if (!isCaffeine) {
            // A thread that takes out what is over, one for all caches of a JVM, which does not end by itself.
            List<Runnable> unused = JetCacheExecutor.defaultExecutor().shutdownNow();
        }
    }
}
