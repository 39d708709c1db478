package dev.scalekit.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.cache2k.Cache;
import org.cache2k.Cache2kBuilder;
import org.cache2k.operation.CacheControl;
import org.jspecify.annotations.Nullable;

/**
 * cache2k with a loader, as its user guide begins ("Loading / Read Through"). Thread-safe.
 *
 * <p>Loads once for all who want a key, with nothing locked but its entry. Its policy is Clock-Pro+. It counts hits unless it is told
 * not to, which is done where the others count none, as its guide says.
 */
final class Cache2kKeys extends KeyCache {
    private final Cache<Integer, Integer> cache;

    private Cache2kKeys(Cache<Integer, Integer> cache) {
        this.cache = cache;
    }

    /** With a bound. */
    static KeyCache plain(int bound, Function<Integer, Integer> loader) {
        return new Cache2kKeys(
                builder(bound, loader).eternal(true).disableStatistics(true).build());
    }

    /** With a lifetime and statistics as well. A timer takes out what is over, so a hit looks at no clock, and it may be some time late. */
    static KeyCache timed(int bound, Function<Integer, Integer> loader) {
        return new Cache2kKeys(builder(bound, loader)
                .expireAfterWrite(Lifetimes.LONG.toSeconds(), TimeUnit.SECONDS)
                .build());
    }

    private static Cache2kBuilder<Integer, Integer> builder(int bound, Function<Integer, Integer> loader) {
        return Cache2kBuilder.of(Integer.class, Integer.class)
                .entryCapacity(bound)
                .loader(loader::apply);
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
        return cache.asMap().size();
    }

    @Override
    long hits() {
        return CacheControl.of(cache).sampleStatistics().getGetCount();
    }

    @Override
    public void close() {
        cache.close();
    }
}
