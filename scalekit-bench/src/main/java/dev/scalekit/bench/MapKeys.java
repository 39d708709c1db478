package dev.scalekit.bench;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The limit of a hit: a map, without bound, loader, time or order of eviction. Thread-safe. */
final class MapKeys extends KeyCache {
    private final ConcurrentMap<Integer, Integer> values = new ConcurrentHashMap<>();

    @Override
    @Nullable
    Integer get(Integer key) {
        return values.get(key);
    }

    @Override
    void put(Integer key, Integer value) {
        values.put(key, value);
    }

    @Override
    long size() {
        return values.size();
    }
}
