package dev.scalekit.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import org.cache2k.Cache2kBuilder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;

/** What a hit costs in a bounded cache that is written to now and then, so that nobody can put off for ever what hits leave to do. JMH runs it. Thread-safe. */
@Compare(
        module = "cache",
        title = "Hit in a bounded cache, with one call in a hundred that writes",
        reference = "map",
        length = 0.5,
        libraries = {Caffeine.class, Cache2kBuilder.class, CacheBuilder.class},
        note =
                "As the table without writes, but that each hundredth call puts the value of a key that is there. Ours with W-TinyLFU does then"
                        + " what hits have left to do, on the thread that writes, and Caffeine on another one, whose work is in CPU only.")
public class MixedHit {
    private static final int CALLS_A_WRITE = 100;

    private static @Nullable Integer call(CacheKeys keys, CacheCursor cursor, FullCache state) {
        int at = cursor.next();
        Integer key = keys.at(at);
        if (at % CALLS_A_WRITE == 0) {
            Integer value = CacheKeys.value(key);
            state.cache.put(key, value);
            return cursor.count(value);
        }
        return cursor.count(state.cache.get(key));
    }

    @Benchmark
    @Subject(name = "ConcurrentHashMap.get", role = Role.LIMIT)
    public @Nullable Integer map(CacheKeys keys, CacheCursor cursor, CacheHit.MapState state) {
        return call(keys, cursor, state);
    }

    @Benchmark
    @Subject(name = "ScaleKit W_TINY_LFU", role = Role.OURS)
    public @Nullable Integer scalekit(CacheKeys keys, CacheCursor cursor, CacheHit.ScaleKitState state) {
        return call(keys, cursor, state);
    }

    @Benchmark
    @Subject(name = "ScaleKit SIEVE", role = Role.OURS)
    public @Nullable Integer scalekitSieve(CacheKeys keys, CacheCursor cursor, CacheHit.SieveState state) {
        return call(keys, cursor, state);
    }

    @Benchmark
    @Subject(name = "ScaleKit S3_FIFO", role = Role.OURS)
    public @Nullable Integer scalekitS3Fifo(CacheKeys keys, CacheCursor cursor, CacheHit.S3FifoState state) {
        return call(keys, cursor, state);
    }

    @Benchmark
    @Subject(name = "Caffeine LoadingCache.get", role = Role.PEER)
    public @Nullable Integer caffeine(CacheKeys keys, CacheCursor cursor, CacheHit.CaffeineState state) {
        return call(keys, cursor, state);
    }

    @Benchmark
    @Subject(name = "cache2k get with loader", role = Role.PEER)
    public @Nullable Integer cache2k(CacheKeys keys, CacheCursor cursor, CacheHit.Cache2kState state) {
        return call(keys, cursor, state);
    }

    @Benchmark
    @Subject(name = "Guava LoadingCache.get", role = Role.PEER)
    public @Nullable Integer guava(CacheKeys keys, CacheCursor cursor, CacheHit.GuavaState state) {
        return call(keys, cursor, state);
    }
}
