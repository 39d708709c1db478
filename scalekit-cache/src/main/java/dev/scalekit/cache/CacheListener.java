package dev.scalekit.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a cache does. Called on the thread that did it, with no lock held, by several at a time; a call may call back, and
 * what it takes is time of a caller's. What it throws is logged.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface CacheListener<K, V> {
    /** A load has brought something, or that there is nothing. */
    default void loaded(K key, Duration took) {}

    /** A load has failed. */
    default void loadFailed(K key, Duration took, Throwable failure) {}

    /**
     * Something was returned past its time, since it could not be loaded.
     *
     * @param late for how long it is past its time
     */
    default void staleServed(K key, Duration late) {}

    /**
     * An entry had to go, for there were too many. Somebody may still use its value.
     *
     * @param value null if it said that there is none
     */
    default void evicted(K key, @Nullable V value) {}
}
