package dev.scalekit.cache;

import org.jspecify.annotations.Nullable;

/**
 * Finds the value of a key where the cache does not have it, in a database for example. Called for one key by one
 * thread at a time, but for a key that was invalidated while it was loaded, and for several keys by several; it may block, and may read other keys of the cache.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface Loader<K, V> {
    /**
     * Loads one value.
     *
     * @return null if there is none
     * @throws Exception if it cannot be told; an unchecked one reaches callers as it is, a checked one within {@link
     *     LoadFailedException}
     */
    @Nullable
    V load(K key) throws Exception;
}
