package dev.scalekit.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a cache does. Called on the thread that did it, with no lock held, by several at a time; a call may call back, and
 * what it takes is time of a caller's. What follows upon a timeout of a {@code getAsync} or {@code refresh} runs on the thread that the JDK has
 * for those of all futures, and must not block. What it throws is logged, once a minute at most, and changes nothing.
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
     * What a load has brought, of which {@link #loaded} has told, was returned to those who waited and not stored, for it may be old: its
     * key was invalidated or written meanwhile, or everything was, or the cache was closed.
     */
    default void loadDiscarded(K key) {}

    /** The executor would not run a load: who waited for it gets something old or the reason, and a refresh is tried later. */
    default void loadRejected(K key, Throwable reason) {}

    /**
     * A caller waits no longer for a load, which goes on: it gets something old, of which {@link #staleServed} tells next, or a {@link
     * LoadTimeoutException}.
     *
     * @param waited since the call began
     */
    default void loadTimedOut(K key, Duration waited) {}

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
