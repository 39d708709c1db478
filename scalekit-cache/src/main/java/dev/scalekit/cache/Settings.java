package dev.scalekit.cache;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a builder has collected, and found to go together. Immutable.
 *
 * @param store makes the store, which tells of what it evicts
 * @param lag for how long after an invalidation loaders are told to read from the primary
 * @param executor null for threads of its own
 * @param listener null for nobody
 * @param isCountingHits whether each hit is counted
 */
record Settings<K, V>(
        String name,
        Source<K, V> source,
        Function<Store.Evicted<K, V>, Store<K, V>> store,
        EntryFactory<K, V> factory,
        Patience patience,
        Duration lag,
        @Nullable Executor executor,
        @Nullable CacheListener<? super K, ? super V> listener,
        boolean isCountingHits,
        @Nullable Ticker ticker) {}
