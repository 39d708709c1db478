package dev.scalekit.bench;

import dev.scalekit.cache.CacheListener;
import dev.scalekit.cache.Eviction;
import dev.scalekit.cache.ReadThroughCache;
import dev.scalekit.cache.ReadThroughCacheBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * ScaleKit's {@code ReadThroughCache}. Thread-safe.
 *
 * <p>Loads once for all who want a key, without a lock meanwhile; nothing that was invalidated while it was loaded is returned or stored
 * after that, which no peer promises. What it stores while it is full is evicted for before the call returns.
 */
final class ScaleKitKeys extends KeyCache {
    private final ReadThroughCache<Integer, Integer> cache;

    private ScaleKitKeys(ReadThroughCache<Integer, Integer> cache) {
        this.cache = cache;
    }

    /** By a policy, with a bound and nothing else; hits are not counted, as the peers do not unless they are told to. */
    static Opening by(Eviction eviction) {
        return (bound, loader) -> new ScaleKitKeys(
                builder(bound, loader).eviction(eviction).withoutHitCount().build());
    }

    /** With a bound, and all defaults: hits are counted. */
    static KeyCache counting(int bound, Function<Integer, Integer> loader) {
        return new ScaleKitKeys(builder(bound, loader).build());
    }

    /** With a lifetime as well. It is looked at by a clock that is up to 5 ms late. */
    static KeyCache timed(int bound, Function<Integer, Integer> loader) {
        return new ScaleKitKeys(
                builder(bound, loader).expireAfter(Lifetimes.LONG).build());
    }

    /** With everything that can be set together, two tags an entry, and a tag that was invalidated once. */
    static KeyCache everything(int bound, Function<Integer, Integer> loader) {
        ReadThroughCache<Integer, Integer> cache = ReadThroughCache.<Integer, Integer>builder(
                        "bench", (key, context) -> loader.apply(key))
                .maximumSize(bound)
                .expireAfter(Lifetimes.LONG)
                .jitter(0.1)
                .refreshAhead(0.8)
                .staleIfError(Duration.ofHours(2))
                .softTimeout(Duration.ofMillis(500))
                .hardTimeout(Duration.ofSeconds(2))
                .missingFor(Duration.ofSeconds(30))
                .replicaLag(Duration.ofSeconds(1))
                .tags((key, value) -> List.of("tenant-" + key % 100, "kind-" + value % 10))
                .listener(new Listening())
                .build();
        cache.invalidateTag("nobody has it");
        return new ScaleKitKeys(cache);
    }

    private static ReadThroughCacheBuilder<Integer, Integer> builder(int bound, Function<Integer, Integer> loader) {
        return ReadThroughCache.<Integer, Integer>builder("bench", key -> loader.apply(key))
                .maximumSize(bound);
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
        return cache.stats().size();
    }

    @Override
    long hits() {
        return cache.stats().hits();
    }

    @Override
    public void close() {
        cache.close();
    }

    /** Counts, as somebody's metrics would. Thread-safe. */
    private static final class Listening implements CacheListener<Integer, Integer> {
        private final LongAdder heard = new LongAdder();

        @Override
        public void loaded(Integer key, Duration took) {
            heard.increment();
        }

        @Override
        public void evicted(Integer key, @Nullable Integer value) {
            heard.increment();
        }
    }
}
