package dev.scalekit.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Caffeine without a loader, as {@link CaffeineKeys} but that a miss is the caller's affair: its shortest way to a hit. Thread-safe. */
final class CaffeinePresentKeys extends KeyCache {
    private final Cache<Integer, Integer> cache;

    CaffeinePresentKeys(int bound, Function<Integer, Integer> unused) {
        this.cache = Caffeine.newBuilder().maximumSize(bound).build();
    }

    @Override
    @Nullable
    Integer get(Integer key) {
        return cache.getIfPresent(key);
    }

    @Override
    void put(Integer key, Integer value) {
        cache.put(key, value);
    }

    @Override
    long size() {
        cache.cleanUp();
        return cache.estimatedSize();
    }
}
