package dev.scalekit.bench;

import com.alicp.jetcache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import dev.scalekit.cache.Eviction;
import org.cache2k.Cache2kBuilder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.springframework.cache.caffeine.CaffeineCache;

/** What a hit costs in a bounded cache. JMH runs it. Thread-safe. */
@Compare(
        module = "cache",
        title = "Hit in a bounded cache",
        reference = "map",
        length = 0.5,
        libraries = {Caffeine.class, Cache2kBuilder.class, CacheBuilder.class, Cache.class, CaffeineCache.class},
        note =
                "65536 entries, all resident, bound 73728; Integer keys asked for by zipf(0.99). No expiry. No statistics, but for the"
                        + " row of ours that counts hits, which is its default. The limit is a map without bound. Nothing is written"
                        + " meanwhile: ours with W-TinyLFU notes hits until its buffer is full, which the next write empties, and Caffeine"
                        + " has another thread empty it.")
public class CacheHit {

    @Benchmark
    @Subject(name = "ConcurrentHashMap.get", role = Role.LIMIT)
    public @Nullable Integer map(CacheKeys keys, CacheCursor cursor, MapState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "ScaleKit W_TINY_LFU", role = Role.OURS)
    @Goal(speed = 0.95, of = "caffeine")
    @Goal(bytes = 0.1)
    public @Nullable Integer scalekit(CacheKeys keys, CacheCursor cursor, ScaleKitState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "ScaleKit W_TINY_LFU, hits counted", role = Role.OURS)
    @Goal(bytes = 0.1)
    public @Nullable Integer scalekitCounting(CacheKeys keys, CacheCursor cursor, ScaleKitCountingState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "ScaleKit SIEVE", role = Role.OURS)
    @Goal(speed = 1.3, of = "caffeine")
    @Goal(speed = 1, of = "cache2k")
    @Goal(speed = 0.6, of = "map")
    @Goal(bytes = 0.1)
    public @Nullable Integer scalekitSieve(CacheKeys keys, CacheCursor cursor, SieveState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "ScaleKit S3_FIFO", role = Role.OURS)
    @Goal(speed = 1.3, of = "caffeine")
    @Goal(speed = 1, of = "cache2k")
    @Goal(speed = 0.6, of = "map")
    @Goal(bytes = 0.1)
    public @Nullable Integer scalekitS3Fifo(CacheKeys keys, CacheCursor cursor, S3FifoState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "ScaleKit FIFO", role = Role.OURS)
    @Goal(speed = 1.3, of = "caffeine")
    @Goal(speed = 1, of = "cache2k")
    @Goal(speed = 0.6, of = "map")
    @Goal(bytes = 0.1)
    public @Nullable Integer scalekitFifo(CacheKeys keys, CacheCursor cursor, FifoState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "ScaleKit LRU", role = Role.OURS)
    @Goal(bytes = 0.1)
    public @Nullable Integer scalekitLru(CacheKeys keys, CacheCursor cursor, LruState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "ScaleKit LFU", role = Role.OURS)
    @Goal(bytes = 0.1)
    public @Nullable Integer scalekitLfu(CacheKeys keys, CacheCursor cursor, LfuState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "Caffeine LoadingCache.get", role = Role.PEER)
    public @Nullable Integer caffeine(CacheKeys keys, CacheCursor cursor, CaffeineState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "Caffeine getIfPresent", role = Role.PEER)
    public @Nullable Integer caffeineIfPresent(CacheKeys keys, CacheCursor cursor, CaffeinePresentState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "cache2k get with loader", role = Role.PEER)
    public @Nullable Integer cache2k(CacheKeys keys, CacheCursor cursor, Cache2kState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "Guava LoadingCache.get", role = Role.PEER)
    public @Nullable Integer guava(CacheKeys keys, CacheCursor cursor, GuavaState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "JetCache over Caffeine", role = Role.PEER)
    public @Nullable Integer jetCache(CacheKeys keys, CacheCursor cursor, JetCacheState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "JetCache LinkedHashMap", role = Role.PEER)
    public @Nullable Integer jetCacheLinked(CacheKeys keys, CacheCursor cursor, JetCacheLinkedState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "Spring CaffeineCache.get", role = Role.PEER)
    public @Nullable Integer spring(CacheKeys keys, CacheCursor cursor, SpringState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    /** The limit. */
    public static class MapState extends FullCache {
        public MapState() {
            super((bound, loader) -> new MapKeys());
        }
    }

    /** The default policy. */
    public static class ScaleKitState extends FullCache {
        public ScaleKitState() {
            super(ScaleKitKeys.by(Eviction.W_TINY_LFU));
        }
    }

    /** The default policy, and the default of everything else. */
    public static class ScaleKitCountingState extends CountingCache {
        public ScaleKitCountingState() {
            super(ScaleKitKeys::counting);
        }
    }

    /** A bit that a hit sets once. */
    public static class SieveState extends FullCache {
        public SieveState() {
            super(ScaleKitKeys.by(Eviction.SIEVE));
        }
    }

    /** A counter that a hit raises three times. */
    public static class S3FifoState extends FullCache {
        public S3FifoState() {
            super(ScaleKitKeys.by(Eviction.S3_FIFO));
        }
    }

    /** Nothing that a hit writes. */
    public static class FifoState extends FullCache {
        public FifoState() {
            super(ScaleKitKeys.by(Eviction.FIFO));
        }
    }

    /** A time that a hit writes if it is another one. */
    public static class LruState extends FullCache {
        public LruState() {
            super(ScaleKitKeys.by(Eviction.LRU));
        }
    }

    /** A counter that a hit raises up to its highest value. */
    public static class LfuState extends FullCache {
        public LfuState() {
            super(ScaleKitKeys.by(Eviction.LFU));
        }
    }

    /** With a loader, which a hit does not need. */
    public static class CaffeineState extends FullCache {
        public CaffeineState() {
            super(CaffeineKeys::plain);
        }
    }

    /** Without a loader. */
    public static class CaffeinePresentState extends FullCache {
        public CaffeinePresentState() {
            super(CaffeinePresentKeys::new);
        }
    }

    /** Without statistics. */
    public static class Cache2kState extends FullCache {
        public Cache2kState() {
            super(Cache2kKeys::plain);
        }
    }

    /** By size. */
    public static class GuavaState extends FullCache {
        public GuavaState() {
            super(GuavaKeys::plain);
        }
    }

    /** Over Caffeine. */
    public static class JetCacheState extends FullCache {
        public JetCacheState() {
            super(JetCacheKeys::caffeine);
        }
    }

    /** Over its own map. */
    public static class JetCacheLinkedState extends FullCache {
        public JetCacheLinkedState() {
            super(JetCacheKeys::linked);
        }
    }

    /** Over Caffeine. */
    public static class SpringState extends FullCache {
        public SpringState() {
            super(SpringKeys::plain);
        }
    }
}
