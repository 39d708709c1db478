package dev.scalekit.cache;

import java.util.function.Supplier;

/** Makes stores. Not instantiable. */
final class Stores {
    private Stores() {}

    /**
     * Makes an empty store for a number of entries.
     *
     * @param maximum at least 1
     */
    static <K, V> Store<K, V> bySize(Eviction eviction, long maximum, Store.Evicted<K, V> evicted) {
        return switch (eviction) {
            case W_TINY_LFU -> CaffeineStore.bySize(maximum, evicted);
            case LRU -> store(maximum, () -> new Lru<>(maximum), evicted);
            case LFU -> store(maximum, () -> new Lfu<>(maximum), evicted);
            case FIFO -> store(maximum, Fifo::new, evicted);
            case SIEVE -> store(maximum, () -> new Sieve<>(maximum), evicted);
            case S3_FIFO -> store(maximum, () -> new S3Fifo<>(maximum), evicted);
        };
    }

    private static <K, V> Store<K, V> store(
            long maximum, Supplier<Policy<K, V>> policies, Store.Evicted<K, V> evicted) {
        return new PolicyStore<>(maximum, policies, evicted);
    }

    /**
     * Makes an empty store for entries that weigh so much together, which evicts by {@link Eviction#W_TINY_LFU}.
     *
     * @param maximum at least 1
     */
    static <K, V> Store<K, V> byWeight(long maximum, Store.Evicted<K, V> evicted) {
        return CaffeineStore.byWeight(maximum, evicted);
    }
}
