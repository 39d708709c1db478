package dev.scalekit.bench;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * The limit of a miss: the least that loads each key once for all who want it at the same time, holds no lock meanwhile, and keeps to
 * a bound. It is a map of futures (B. Goetz et al., Java Concurrency in Practice, 2006, 5.6), and a ring of keys of which the oldest goes.
 * Nothing in it can be invalidated, and a load must not fail. Thread-safe.
 */
final class FutureKeys extends KeyCache {
    private final Function<Integer, Integer> loader;
    private final ConcurrentMap<Integer, CompletableFuture<Integer>> values = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<Integer> ring;
    private final AtomicLong place = new AtomicLong();

    FutureKeys(int bound, Function<Integer, Integer> loader) {
        this.loader = loader;
        this.ring = new AtomicReferenceArray<>(bound);
    }

    @Override
    Integer get(Integer key) {
        CompletableFuture<Integer> known = values.get(key);
        return known == null ? board(key) : known.join();
    }

    private Integer board(Integer key) {
        CompletableFuture<Integer> own = new CompletableFuture<>();
        CompletableFuture<Integer> other = values.putIfAbsent(key, own);
        if (other != null) {
            return other.join();
        }
        Integer value = loader.apply(key);
        own.complete(value);
        evictFor(key);
        return value;
    }

    @Override
    void put(Integer key, Integer value) {
        values.put(key, CompletableFuture.completedFuture(value));
        evictFor(key);
    }

    private void evictFor(Integer key) {
        int next = (int) (place.getAndIncrement() % ring.length());
        Integer oldest = ring.getAndSet(next, key);
        if (oldest != null) {
            requireNonNull(values.remove(oldest), "oldest");
        }
    }

    @Override
    long size() {
        return values.size();
    }
}
