package dev.scalekit.bench;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Caffeine's {@code AsyncLoadingCache}, which its documentation recommends where loads take long: what the lock of the bin is held
 * for is only to hand the load to an executor. That has as many threads as there are loads, since in the default one, the common
 * pool of the JVM, a load that hangs takes one of as many threads as there are cores. Thread-safe.
 */
final class CaffeineAsyncKeys extends KeyCache {
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scalekit-bench-caffeine");
        thread.setDaemon(true);
        return thread;
    });
    private final AsyncLoadingCache<Integer, Integer> cache;

    CaffeineAsyncKeys(int bound, Function<Integer, Integer> loader) {
        this.cache = Caffeine.newBuilder().maximumSize(bound).executor(executor).buildAsync(loader::apply);
    }

    @Override
    Integer get(Integer key) {
        return cache.synchronous().get(key);
    }

    @Override
    void put(Integer key, Integer value) {
        cache.synchronous().put(key, value);
    }

    @Override
    long size() {
        cache.synchronous().cleanUp();
        return cache.synchronous().estimatedSize();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
