package dev.scalekit.cache;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Loader} that is told what the cache had, and may say more of a value than what it is: for how long it is good, what
 * invalidates it, that it has not changed. Called as that one is.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface ContextLoader<K, V> {
    /**
     * Loads one value.
     *
     * @param context of this load; of no use after it
     * @return null if there is none
     * @throws Exception as a {@link Loader}
     */
    @Nullable
    V load(K key, LoadContext<V> context) throws Exception;
}
