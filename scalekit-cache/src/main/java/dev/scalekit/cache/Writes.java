package dev.scalekit.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writes to the database that the cache is told of. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Writes<K, V> {
    private final String name;
    private final Flights<K, V> flights;
    private final Recent recent;
    private final Counts counts;
    private final Ticker ticker;

    Writes(String name, Flights<K, V> flights, Recent recent, Counts counts, Ticker ticker) {
        this.name = name;
        this.flights = flights;
        this.recent = recent;
        this.counts = counts;
        this.ticker = ticker;
    }

    /** Begins to write what is under one key. */
    WriteFence begin(K key) {
        flights.beginWrite(key);
        return new WriteFence(name, key, isChanged -> end(key, isChanged));
    }

    /** Begins to write what is under several keys: under all of them when this returns, or, if it throws, under none. */
    WriteFence beginAll(Collection<K> keys) {
        List<K> begun = new ArrayList<>();
        try {
            for (K key : keys) {
                flights.beginWrite(key);
                begun.add(key);
            }
        } catch (RuntimeException | Error e) {
            endAll(begun, false);
            throw e;
        }
        return new WriteFence(name, keys, isChanged -> endAll(keys, isChanged));
    }

    /** Each ends, also if a key before it throws something from {@code equals}: the first to do so is heard of. */
    private void endAll(Collection<K> keys, boolean isChanged) {
        @Nullable Throwable first = null;
        for (K key : keys) {
            try {
                end(key, isChanged);
            } catch (RuntimeException | Error e) {
                first = first == null ? e : first;
            }
        }
        if (first instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (first instanceof Error error) {
            throw error;
        }
    }

    private void end(K key, boolean isChanged) {
        if (isChanged) {
            recent.invalidated(key, ticker.nanos());
            counts.invalidations.increment();
        }
        flights.endWrite(key, isChanged);
    }
}
