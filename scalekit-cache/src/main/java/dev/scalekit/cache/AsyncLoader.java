package dev.scalekit.cache;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Has a value found, and does not wait for it. Called as a {@link Loader}, by a thread that must not be kept; what it returns may be
 * completed by any thread, which then does what is left to do in the cache.
 *
 * <p>Nobody can see that what it has begun waits for this key itself: with a {@link ReadThroughCacheBuilder#hardTimeout} such
 * a wait ends.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface AsyncLoader<K, V> {
    /**
     * Begins to load one value.
     *
     * @param context of this load; of no use after it
     * @return brings null if there is none, and what a {@link Loader} would throw
     * @throws Exception as a {@link Loader}
     */
    CompletionStage<? extends @Nullable V> load(K key, LoadContext<V> context) throws Exception;
}
