package dev.scalekit.cache;

/**
 * Says how large something is. Called by whoever has loaded it, once, before it is stored; must not block.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface Sizer<K, V> {
    /**
     * Returns the size of a key and its value together.
     *
     * @return zero, for what is never evicted, or more, up to 2^31 - 1, with what the cache adds to it; a load or {@code put} of anything else fails
     */
    long sizeOf(K key, V value);
}
