package dev.scalekit.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.caffeine.CaffeineCache;

/**
 * Spring's {@code CaffeineCache}, called as Spring itself does for {@code @Cacheable(sync = true)}: with a {@code Callable} for this one
 * call, without which it does not promise one load for all who want a key. What holds for {@link CaffeineKeys} holds here. The
 * proxy around a method that has the annotation is not part of it. Thread-safe.
 */
final class SpringKeys extends KeyCache {
    private final CaffeineCache cache;
    private final Function<Integer, Integer> loader;

    private SpringKeys(Caffeine<Object, Object> options, Function<Integer, Integer> loader) {
        this.cache = new CaffeineCache("bench", options.build());
        this.loader = loader;
    }

    /** With a bound. */
    static KeyCache plain(int bound, Function<Integer, Integer> loader) {
        return new SpringKeys(Caffeine.newBuilder().maximumSize(bound), loader);
    }

    /** With a lifetime and statistics as well. */
    static KeyCache timed(int bound, Function<Integer, Integer> loader) {
        return new SpringKeys(
                Caffeine.newBuilder()
                        .maximumSize(bound)
                        .expireAfterWrite(Lifetimes.LONG)
                        .recordStats(),
                loader);
    }

    @Override
    @Nullable
    Integer get(Integer key) {
        return cache.get(key, () -> loader.apply(key));
    }

    @Override
    void put(Integer key, Integer value) {
        cache.put(key, value);
    }

    @Override
    long size() {
        cache.getNativeCache().cleanUp();
        return cache.getNativeCache().estimatedSize();
    }

    @Override
    long hits() {
        return cache.getNativeCache().stats().hitCount();
    }
}
