package dev.scalekit.cache;

import org.jspecify.annotations.Nullable;

/**
 * What one caller wants: the value of a key, or what is old, if it comes to that. For one thread at a time.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Want<K, V> {
    final K key;

    /** What may be returned if it cannot be loaded; null if there is nothing. */
    final @Nullable Entry<V> old;

    /** When the call began that it is part of. */
    final long startedNanos;

    /** Whether it is to be loaded whatever there is: that is no miss, and what is old is no answer. */
    final boolean isRefresh;

    /** The way to it; another one each time. */
    Lookup<K, V> lookup;

    /** Whether it waits no longer than for the soft time. */
    boolean isSoft;

    /** Whether this caller has run the load of another one. */
    boolean isClaimer;

    /** Whether the soft time is over. */
    boolean isSoftOver;

    Want(K key, @Nullable Entry<V> old, long startedNanos, Flights<K, V> flights) {
        this(key, old, startedNanos, flights, false);
    }

    private Want(K key, @Nullable Entry<V> old, long startedNanos, Flights<K, V> flights, boolean isRefresh) {
        this.key = key;
        this.old = old;
        this.startedNanos = startedNanos;
        this.isRefresh = isRefresh;
        this.lookup = new Lookup<>(key, flights);
    }

    /** Returns what somebody wants to be loaded, though there may be something already. */
    static <K, V> Want<K, V> refresh(K key, long startedNanos, Flights<K, V> flights) {
        return new Want<>(key, null, startedNanos, flights, true);
    }

    /** It has to be looked up once more. */
    void again() {
        isClaimer = false;
        lookup = lookup.again();
    }

    Flight<V> flight() {
        return lookup.flight();
    }
}
