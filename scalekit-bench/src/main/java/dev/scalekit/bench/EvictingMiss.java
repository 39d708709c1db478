package dev.scalekit.bench;

import com.alicp.jetcache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import dev.scalekit.cache.Eviction;
import org.cache2k.Cache2kBuilder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.springframework.cache.caffeine.CaffeineCache;

/** What a cache adds to a load. JMH runs it. Thread-safe. */
@Compare(
        module = "cache",
        title = "Miss in a full cache, with a loader that takes no time",
        reference = "futures",
        length = 0.5,
        libraries = {Caffeine.class, Cache2kBuilder.class, CacheBuilder.class, Cache.class, CaffeineCache.class},
        note =
                "65536 entries, as many as the bound; no key is asked for twice, so each is loaded, stored and has something evicted."
                        + " The key and its value are made on the way, 32 of the bytes. Ours evicts before it returns; Caffeine, and what is over"
                        + " it, on a thread of the common pool, whose work is in CPU only. The limit is a map of futures and a ring of"
                        + " keys of which the oldest goes.")
public class EvictingMiss {

    @Benchmark
    @Subject(name = "map of futures and ring of keys", role = Role.LIMIT)
    public @Nullable Integer futures(FreshKeys keys, FutureState state) {
        return state.miss(keys);
    }

    @Benchmark
    @Subject(name = "ScaleKit W_TINY_LFU", role = Role.OURS)
    @Goal(speed = 0.6, of = "caffeine")
    public @Nullable Integer scalekit(FreshKeys keys, ScaleKitState state) {
        return state.miss(keys);
    }

    @Benchmark
    @Subject(name = "ScaleKit SIEVE", role = Role.OURS)
    public @Nullable Integer scalekitSieve(FreshKeys keys, SieveState state) {
        return state.miss(keys);
    }

    @Benchmark
    @Subject(name = "ScaleKit S3_FIFO", role = Role.OURS)
    public @Nullable Integer scalekitS3Fifo(FreshKeys keys, S3FifoState state) {
        return state.miss(keys);
    }

    @Benchmark
    @Subject(name = "ScaleKit FIFO", role = Role.OURS)
    public @Nullable Integer scalekitFifo(FreshKeys keys, FifoState state) {
        return state.miss(keys);
    }

    @Benchmark
    @Subject(name = "Caffeine LoadingCache.get", role = Role.PEER)
    public @Nullable Integer caffeine(FreshKeys keys, CaffeineState state) {
        return state.miss(keys);
    }

    @Benchmark
    @Subject(name = "cache2k get with loader", role = Role.PEER)
    public @Nullable Integer cache2k(FreshKeys keys, Cache2kState state) {
        return state.miss(keys);
    }

    @Benchmark
    @Subject(name = "Guava LoadingCache.get", role = Role.PEER)
    public @Nullable Integer guava(FreshKeys keys, GuavaState state) {
        return state.miss(keys);
    }

    @Benchmark
    @Subject(name = "JetCache over Caffeine", role = Role.PEER)
    public @Nullable Integer jetCache(FreshKeys keys, JetCacheState state) {
        return state.miss(keys);
    }

    @Benchmark
    @Subject(name = "Spring CaffeineCache.get", role = Role.PEER)
    public @Nullable Integer spring(FreshKeys keys, SpringState state) {
        return state.miss(keys);
    }

    /** The limit. */
    public static class FutureState extends EvictingCache {
        public FutureState() {
            super(FutureKeys::new);
        }
    }

    /** The default policy. */
    public static class ScaleKitState extends EvictingCache {
        public ScaleKitState() {
            super(ScaleKitKeys.by(Eviction.W_TINY_LFU));
        }
    }

    /** A hand that goes round. */
    public static class SieveState extends EvictingCache {
        public SieveState() {
            super(ScaleKitKeys.by(Eviction.SIEVE));
        }
    }

    /** Two queues, and memory of what was dropped. */
    public static class S3FifoState extends EvictingCache {
        public S3FifoState() {
            super(ScaleKitKeys.by(Eviction.S3_FIFO));
        }
    }

    /** One queue. */
    public static class FifoState extends EvictingCache {
        public FifoState() {
            super(ScaleKitKeys.by(Eviction.FIFO));
        }
    }

    /** By size. */
    public static class CaffeineState extends EvictingCache {
        public CaffeineState() {
            super(CaffeineKeys::plain);
        }
    }

    /** Without statistics. */
    public static class Cache2kState extends EvictingCache {
        public Cache2kState() {
            super(Cache2kKeys::plain);
        }
    }

    /** By size. */
    public static class GuavaState extends EvictingCache {
        public GuavaState() {
            super(GuavaKeys::plain);
        }
    }

    /** Over Caffeine. */
    public static class JetCacheState extends EvictingCache {
        public JetCacheState() {
            super(JetCacheKeys::caffeine);
        }
    }

    /** Over Caffeine. */
    public static class SpringState extends EvictingCache {
        public SpringState() {
            super(SpringKeys::plain);
        }
    }
}
