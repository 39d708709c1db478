package dev.scalekit.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.cache2k.Cache;
import org.cache2k.Cache2kBuilder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a hit costs in a bounded cache. JMH runs it. Thread-safe. */
@Compare(
        module = "cache",
        title = "Hit in a bounded cache",
        reference = "concurrentHashMapGet",
        libraries = {Caffeine.class, Cache2kBuilder.class, CacheBuilder.class},
        note =
                "65536 entries, all resident, bound 73728; Integer keys asked for by zipf(0.99). No expiry, no statistics."
                        + " The limit is a map without bound. ScaleKit's cache does not exist yet and has no row.")
public class CacheHit {
    /*
     * The bound is an eighth above the number of entries. At exactly their number, a cache that splits its bound over
     * segments (Guava, cache2k) would evict some. Far above it, Caffeine would look too good: it does not record reads
     * until it is half full.
     */
    private static final int BOUND = CacheKeys.ENTRIES / 8 * 9;

    @Benchmark
    @Subject(name = "ConcurrentHashMap.get", role = Role.LIMIT)
    public @Nullable Integer concurrentHashMapGet(CacheKeys keys, CacheCursor cursor, MapState map) {
        return cursor.count(map.values.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "Caffeine getIfPresent", role = Role.PEER)
    public @Nullable Integer caffeineGetIfPresent(CacheKeys keys, CacheCursor cursor, CaffeineState caffeine) {
        return cursor.count(caffeine.cache.getIfPresent(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "Caffeine LoadingCache.get", role = Role.PEER)
    public @Nullable Integer caffeineLoadingGet(CacheKeys keys, CacheCursor cursor, CaffeineLoadingState caffeine) {
        return cursor.count(caffeine.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "cache2k get with loader", role = Role.PEER)
    public @Nullable Integer cache2kGet(CacheKeys keys, CacheCursor cursor, Cache2kState cache2k) {
        return cursor.count(cache2k.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "Guava LoadingCache.get", role = Role.PEER)
    public @Nullable Integer guavaLoadingGet(CacheKeys keys, CacheCursor cursor, GuavaState guava) {
        return cursor.count(guava.cache.getUnchecked(keys.at(cursor.next())));
    }

    /** The limit: no bound, no order of eviction to keep. */
    @State(Scope.Benchmark)
    public static class MapState {
        final ConcurrentMap<Integer, Integer> values = new ConcurrentHashMap<>();

        public MapState() {
            fill(values::put);
        }

        @TearDown
        public void requireAll() {
            CacheHit.requireAll(values::get, values.size());
        }
    }

    /** The first example of Caffeine's manual, by size. */
    @State(Scope.Benchmark)
    public static class CaffeineState {
        final com.github.benmanes.caffeine.cache.Cache<Integer, Integer> cache =
                Caffeine.newBuilder().maximumSize(BOUND).build();

        public CaffeineState() {
            fill(cache::put);
            cache.cleanUp();
        }

        @TearDown
        public void requireAll() {
            cache.cleanUp();
            CacheHit.requireAll(cache::getIfPresent, cache.estimatedSize());
        }
    }

    /** Caffeine with a loader, for which a hit is the same and a miss would fail. */
    @State(Scope.Benchmark)
    public static class CaffeineLoadingState {
        final com.github.benmanes.caffeine.cache.LoadingCache<Integer, Integer> cache =
                Caffeine.newBuilder().maximumSize(BOUND).build(CacheHit::load);

        public CaffeineLoadingState() {
            fill(cache::put);
            cache.cleanUp();
        }

        @TearDown
        public void requireAll() {
            cache.cleanUp();
            CacheHit.requireAll(cache::getIfPresent, cache.estimatedSize());
        }
    }

    /** cache2k counts hits unless told not to; the others count none unless told to. */
    @State(Scope.Benchmark)
    public static class Cache2kState {
        final Cache<Integer, Integer> cache = Cache2kBuilder.of(Integer.class, Integer.class)
                .entryCapacity(BOUND)
                .eternal(true)
                .disableStatistics(true)
                .loader(CacheHit::load)
                .build();

        public Cache2kState() {
            fill(cache::put);
        }

        @TearDown
        public void requireAll() {
            CacheHit.requireAll(cache::peek, cache.asMap().size());
            cache.close();
        }
    }

    /** The first example of Guava's manual, by size. */
    @State(Scope.Benchmark)
    public static class GuavaState {
        final com.google.common.cache.LoadingCache<Integer, Integer> cache =
                CacheBuilder.newBuilder().maximumSize(BOUND).build(CacheLoader.from(CacheHit::load));

        public GuavaState() {
            fill(cache::put);
        }

        @TearDown
        public void requireAll() {
            CacheHit.requireAll(cache::getIfPresent, cache.size());
        }
    }

    private static void fill(BiConsumer<Integer, Integer> cache) {
        CacheKeys.stored().forEach(key -> cache.accept(key, CacheKeys.value(key)));
    }

    private static Integer load(Integer key) {
        throw new IllegalStateException("key " + key + " was not in the cache");
    }

    /** Fails the benchmark unless the cache has all entries, with their own values. */
    private static void requireAll(Function<Integer, @Nullable Integer> cache, long size) {
        Set<Integer> keys = CacheKeys.stored();
        long right = keys.stream()
                .filter(key -> Objects.equals(cache.apply(key), CacheKeys.value(key)))
                .count();
        if (right != keys.size() || size != keys.size()) {
            throw new IllegalStateException("of " + keys.size() + " entries " + right
                    + " are there with their value, in a" + " cache of " + size);
        }
    }
}
