package dev.scalekit.bench;

import com.alicp.jetcache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import dev.scalekit.cache.Eviction;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.cache2k.Cache2kBuilder;
import org.springframework.cache.caffeine.CaffeineCache;

/** How much memory a cache takes beside its keys and values. Not thread-safe. */
@Compare(
        module = "cache",
        title = "Memory of an entry beside key and value, and the time to load all of them",
        reference = "map",
        threads = 1,
        figure = RunResults.COUNT + CacheBytes.BYTES,
        libraries = {Caffeine.class, Cache2kBuilder.class, CacheBuilder.class, Cache.class, CaffeineCache.class},
        note =
                "262144 entries. What is live in the heap after a full collection, with the cache and before it was there, by the entry; compressed references. The"
                        + " bound is an eighth above the number of entries, and what a cache has for its bound is in it. Keys and values are there"
                        + " before. An operation loads all entries, once, after another cache of the kind was filled. Caffeine and what is over it"
                        + " has no tags; those of ours are two strings an entry that nobody shares.")
final class CacheBytes {
    static final String BYTES = "bytes an entry";

    /** Fewer where it is tested that this works, and nothing is measured. */
    private static final int ENTRIES = Integer.getInteger("scalekit.bench.entries", 1 << 18);

    private static final int BOUND = ENTRIES / 8 * 9;
    private static final double MORE = 40;

    CacheBytes(Path folder) {}

    @Subject(name = "ConcurrentHashMap", role = Role.LIMIT)
    OwnLoop map(int round) {
        return filling((bound, loader) -> new MapKeys());
    }

    @Subject(name = "ScaleKit W_TINY_LFU", role = Role.OURS)
    @Goal(more = MORE, of = "caffeine")
    OwnLoop scalekit(int round) {
        return filling(ScaleKitKeys.by(Eviction.W_TINY_LFU));
    }

    @Subject(name = "ScaleKit W_TINY_LFU, timed", role = Role.OURS)
    @Goal(more = MORE, of = "caffeineTimed")
    OwnLoop scalekitTimed(int round) {
        return filling(ScaleKitKeys::timed);
    }

    @Subject(name = "ScaleKit W_TINY_LFU, everything on", role = Role.OURS)
    OwnLoop everything(int round) {
        return filling(ScaleKitKeys::everything);
    }

    @Subject(name = "ScaleKit SIEVE", role = Role.OURS)
    @Goal(more = MORE, of = "caffeine")
    OwnLoop scalekitSieve(int round) {
        return filling(ScaleKitKeys.by(Eviction.SIEVE));
    }

    @Subject(name = "ScaleKit S3_FIFO", role = Role.OURS)
    @Goal(more = MORE, of = "caffeine")
    OwnLoop scalekitS3Fifo(int round) {
        return filling(ScaleKitKeys.by(Eviction.S3_FIFO));
    }

    @Subject(name = "ScaleKit FIFO", role = Role.OURS)
    @Goal(more = MORE, of = "caffeine")
    OwnLoop scalekitFifo(int round) {
        return filling(ScaleKitKeys.by(Eviction.FIFO));
    }

    @Subject(name = "ScaleKit LRU", role = Role.OURS)
    @Goal(more = MORE, of = "caffeine")
    OwnLoop scalekitLru(int round) {
        return filling(ScaleKitKeys.by(Eviction.LRU));
    }

    @Subject(name = "ScaleKit LFU", role = Role.OURS)
    @Goal(more = MORE, of = "caffeine")
    OwnLoop scalekitLfu(int round) {
        return filling(ScaleKitKeys.by(Eviction.LFU));
    }

    @Subject(name = "Caffeine", role = Role.PEER)
    OwnLoop caffeine(int round) {
        return filling(CaffeineKeys::plain);
    }

    @Subject(name = "Caffeine, timed", role = Role.PEER)
    OwnLoop caffeineTimed(int round) {
        return filling(CaffeineKeys::timed);
    }

    @Subject(name = "cache2k", role = Role.PEER)
    OwnLoop cache2k(int round) {
        return filling(Cache2kKeys::plain);
    }

    @Subject(name = "cache2k, timed", role = Role.PEER)
    OwnLoop cache2kTimed(int round) {
        return filling(Cache2kKeys::timed);
    }

    @Subject(name = "Guava", role = Role.PEER)
    OwnLoop guava(int round) {
        return filling(GuavaKeys::plain);
    }

    @Subject(name = "Guava, timed", role = Role.PEER)
    OwnLoop guavaTimed(int round) {
        return filling(GuavaKeys::timed);
    }

    @Subject(name = "JetCache over Caffeine", role = Role.PEER)
    OwnLoop jetCache(int round) {
        return filling(JetCacheKeys::caffeine);
    }

    @Subject(name = "JetCache LinkedHashMap", role = Role.PEER)
    OwnLoop jetCacheLinked(int round) {
        return filling(JetCacheKeys::linked);
    }

    private static OwnLoop filling(KeyCache.Opening opening) {
        return (load, warmup, measurement) -> {
            Integer[] keys =
                    IntStream.range(0, ENTRIES).mapToObj(CacheKeys::key).toArray(Integer[]::new);
            rehearse(opening, keys);
            long before = LiveHeap.bytes();
            try (KeyCache cache = open(opening)) {
                LoadResult result = fill(cache, keys);
                double bytes = (double) (LiveHeap.bytes() - before) / ENTRIES;
                requireAll(cache);
                return result.with(Map.of(BYTES, bytes));
            } finally {
                // Without it the array may be gone before the second look, and what it took would look like something
                // saved.
                Reference.reachabilityFence(keys);
            }
        };
    }

    /** Loads the classes, which would be counted as entries; nothing else is left of it. */
    private static void rehearse(KeyCache.Opening opening, Integer[] keys) {
        try (KeyCache cache = open(opening)) {
            LoadResult unused = fill(cache, keys);
        }
    }

    /** A value is its key, so nothing is in the cache but what it makes itself. */
    private static KeyCache open(KeyCache.Opening opening) {
        return opening.open(BOUND, Function.identity());
    }

    private static LoadResult fill(KeyCache cache, Integer[] keys) {
        Usage.Meter meter = Usage.start();
        long begun = LoadClock.SYSTEM.nanos();
        for (Integer key : keys) {
            if (cache.get(key) == null) {
                // The limit has no loader.
                cache.put(key, key);
            }
        }
        long took = LoadClock.SYSTEM.nanos() - begun;
        Latencies latencies = new Latencies();
        latencies.add(took);
        return LoadResult.of(latencies, 0, took / 1e9, meter.read());
    }

    private static void requireAll(KeyCache cache) {
        long size = cache.size();
        if (size != ENTRIES) {
            throw new IllegalStateException("of " + ENTRIES + " entries " + size + " are there");
        }
    }
}
