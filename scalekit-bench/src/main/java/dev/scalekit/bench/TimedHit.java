package dev.scalekit.bench;

import com.alicp.jetcache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import org.cache2k.Cache2kBuilder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.springframework.cache.caffeine.CaffeineCache;

/** What a hit costs in a bounded cache whose entries have a time, and whose hits are counted. JMH runs it. Thread-safe. */
@Compare(
        module = "cache",
        title = "Hit in a bounded cache that expires after an hour and counts hits",
        reference = "map",
        length = 0.5,
        libraries = {Caffeine.class, Cache2kBuilder.class, CacheBuilder.class, Cache.class, CaffeineCache.class},
        note =
                "65536 entries, all resident, bound 73728; Integer keys asked for by zipf(0.99). Everything on means jitter, refresh"
                        + " ahead, stale if error, both time-outs, remembering what is missing, two tags an entry, and a listener, none of"
                        + " which the peers have. Ours looks at a clock that is up to 5 ms late, cache2k at none: a timer takes out what is"
                        + " over; the others at the system's. The limit is a map without any of it.")
public class TimedHit {

    @Benchmark
    @Subject(name = "ConcurrentHashMap.get", role = Role.LIMIT)
    public @Nullable Integer map(CacheKeys keys, CacheCursor cursor, MapState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "ScaleKit", role = Role.OURS)
    @Goal(speed = 1, of = "caffeine")
    @Goal(bytes = 0.1)
    public @Nullable Integer scalekit(CacheKeys keys, CacheCursor cursor, ScaleKitState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "ScaleKit, everything on", role = Role.OURS)
    @Goal(speed = 0.8, of = "caffeine")
    @Goal(bytes = 0.1)
    public @Nullable Integer everything(CacheKeys keys, CacheCursor cursor, EverythingState state) {
        return cursor.count(state.cache.get(keys.at(cursor.next())));
    }

    @Benchmark
    @Subject(name = "Caffeine LoadingCache.get", role = Role.PEER)
    public @Nullable Integer caffeine(CacheKeys keys, CacheCursor cursor, CaffeineState state) {
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

    /** With a lifetime. */
    public static class ScaleKitState extends CountingCache {
        public ScaleKitState() {
            super(ScaleKitKeys::timed);
        }
    }

    /** With a lifetime and everything else. */
    public static class EverythingState extends CountingCache {
        public EverythingState() {
            super(ScaleKitKeys::everything);
        }
    }

    /** With a lifetime and statistics. */
    public static class CaffeineState extends CountingCache {
        public CaffeineState() {
            super(CaffeineKeys::timed);
        }
    }

    /** With a lifetime and statistics. */
    public static class Cache2kState extends CountingCache {
        public Cache2kState() {
            super(Cache2kKeys::timed);
        }
    }

    /** With a lifetime and statistics. */
    public static class GuavaState extends CountingCache {
        public GuavaState() {
            super(GuavaKeys::timed);
        }
    }

    /** Over Caffeine, with a lifetime and statistics. */
    public static class JetCacheState extends CountingCache {
        public JetCacheState() {
            super(JetCacheKeys::caffeineTimed);
        }
    }

    /** Over its own map, with a lifetime and statistics. */
    public static class JetCacheLinkedState extends CountingCache {
        public JetCacheLinkedState() {
            super(JetCacheKeys::linkedTimed);
        }
    }

    /** Over Caffeine, with a lifetime and statistics. */
    public static class SpringState extends CountingCache {
        public SpringState() {
            super(SpringKeys::timed);
        }
    }
}
