package dev.scalekit.cache;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds entries, and evicts some when there are too many. It calls nobody but {@code equals} and {@code hashCode} of keys, and whoever
 * hears of what is evicted. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
interface Store<K, V> {
    /** Returns what is there, which counts as a use; null if there is nothing. */
    @Nullable
    Entry<V> get(K key);

    /** Returns what is there, which does not count as a use; null if there is nothing. */
    @Nullable
    Entry<V> peek(K key);

    /** Stores something, instead of what was there, and may evict something, be it that. */
    void put(K key, Entry<V> entry);

    /** Takes out what is there, whatever that is. */
    void remove(K key);

    /** Takes one entry out, if it is still there. */
    void remove(K key, Entry<V> entry);

    /** Takes everything out, in a time that does not depend on how much that is. What is put at the same time may be gone too. */
    void clear();

    /** Returns how many there are; while others write that is about so many. */
    long size();

    /** Returns how much of the bound they take; the size, where that is what is bounded. */
    long weight();

    /** Goes through all that is there, none twice, and perhaps through what comes meanwhile; that is no use of it. */
    Iterator<Map.Entry<K, Entry<V>>> entries();

    /**
     * Hears what is evicted, with locks of the store held: it must not do more than to note that. Thread-safe.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     */
    @FunctionalInterface
    interface Evicted<K, V> {
        void evicted(K key, Entry<V> entry);
    }
}
