package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has Caffeine keep the entries, and decide by W-TinyLFU. Caffeine loads nothing and lets nothing expire here, so none of its locks is
 * held while something of the user's runs. Thread-safe.
 *
 * <p>Caffeine puts off its work on the order of entries, and gives it to an executor. Here that is {@link Upkeep}, which does it at once or
 * drops it; and who writes sees to it that what was dropped is done ({@link Cache#cleanUp}). So the bound holds when {@link #put} returns, no thread of
 * somebody else is needed, and the same calls of one thread have the same outcome but for Caffeine's dice.
 *
 * <p>Invariant: when a call returns that has added or removed something, nothing is over the bound, and nothing is owed.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class CaffeineStore<K, V> implements Store<K, V> {
    private final Upkeep upkeep;
    private final Supplier<Cache<K, Entry<V>>> caches;

    /** Up to how many entries there is nothing to evict for sure. */
    private final long fitting;

    private volatile Cache<K, Entry<V>> cache;

    private CaffeineStore(Upkeep upkeep, long fitting, Supplier<Cache<K, Entry<V>>> caches) {
        this.upkeep = upkeep;
        this.fitting = fitting;
        this.caches = caches;
        this.cache = caches.get();
    }

    /**
     * Creates an empty one with a bound on the number of entries.
     *
     * @param maximum at least 1
     */
    static <K, V> CaffeineStore<K, V> bySize(long maximum, Evicted<K, V> evicted) {
        Upkeep upkeep = new Upkeep();
        return new CaffeineStore<>(
                upkeep,
                maximum,
                () -> builder(upkeep, evicted).maximumSize(maximum).build());
    }

    /**
     * Creates an empty one with a bound on the sum of the entries' weights; an entry that is heavier than that is not kept.
     *
     * @param maximum at least 1
     */
    static <K, V> CaffeineStore<K, V> byWeight(long maximum, Evicted<K, V> evicted) {
        Upkeep upkeep = new Upkeep();
        return new CaffeineStore<>(
                upkeep,
                0,
                () -> builder(upkeep, evicted)
                        .maximumWeight(maximum)
                        .weigher((K key, Entry<V> entry) -> entry.weight)
                        .build());
    }

    private static <K, V> Caffeine<K, Entry<V>> builder(Upkeep upkeep, Evicted<K, V> evicted) {
        return Caffeine.newBuilder()
                .executor(upkeep)
                .evictionListener((key, entry, cause) -> evicted.evicted(requireNonNull(key), requireNonNull(entry)));
    }

    @Override
    public @Nullable Entry<V> get(K key) {
        return cache.getIfPresent(key);
    }

    @Override
    public @Nullable Entry<V> peek(K key) {
        return cache.policy().getIfPresentQuietly(key);
    }

    @Override
    public void put(K key, Entry<V> entry) {
        Cache<K, Entry<V>> now = cache;
        upkeep.written(now.estimatedSize());
        now.put(key, entry);
        // Caffeine has done it within put, if it came to that, and not twice.
        if (now.estimatedSize() > fitting || upkeep.isOwed()) {
            now.cleanUp();
        }
    }

    @Override
    public void remove(K key) {
        Cache<K, Entry<V>> now = cache;
        if (now.asMap().remove(key) != null) {
            now.cleanUp();
        }
    }

    @Override
    public void remove(K key, Entry<V> entry) {
        Cache<K, Entry<V>> now = cache;
        if (now.asMap().remove(key, entry)) {
            now.cleanUp();
        }
    }

    @Override
    public void clear() {
        cache = caches.get();
    }

    @Override
    public long size() {
        return cache.estimatedSize();
    }

    @Override
    public long weight() {
        Cache<K, Entry<V>> now = cache;
        return now.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElseGet(now::estimatedSize))
                .orElseThrow();
    }

    @Override
    public Iterator<Map.Entry<K, Entry<V>>> entries() {
        return cache.asMap().entrySet().iterator();
    }
}
