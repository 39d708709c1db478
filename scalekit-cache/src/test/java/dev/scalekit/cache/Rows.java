package dev.scalekit.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A table that is loaded from: a row is its key and how often it was read. Thread-safe. */
final class Rows implements Loader<String, String> {
    private final Map<String, Integer> reads = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Gate> next = new AtomicReference<>();
    private volatile @Nullable Exception failure;

    @Override
    public String load(String key) throws Exception {
        String row = key + reads.merge(key, 1, Integer::sum);
        Gate gate = next.getAndSet(null);
        if (gate != null) {
            gate.pass();
        }
        Exception planted = failure;
        if (planted != null) {
            throw planted;
        }
        return row;
    }

    /** Has the next one who reads a row stop before it is returned. */
    void stopNext(Gate gate) {
        next.set(gate);
    }

    void failWith(Exception planted) {
        failure = planted;
    }

    void recover() {
        failure = null;
    }

    int reads(String key) {
        return reads.getOrDefault(key, 0);
    }

    /** Returns how many there were of all rows. */
    int reads() {
        return reads.values().stream().mapToInt(Integer::intValue).sum();
    }
}
