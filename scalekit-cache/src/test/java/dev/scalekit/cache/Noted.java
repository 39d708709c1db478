package dev.scalekit.cache;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a store has told of. Thread-safe. */
final class Noted<K, V> implements Store.Evicted<K, V> {
    private final Queue<Eviction<K, V>> evictions = new ConcurrentLinkedQueue<>();

    record Eviction<K, V>(K key, Entry<V> entry) {}

    @Override
    public void evicted(K key, Entry<V> entry) {
        evictions.add(new Eviction<>(key, entry));
    }

    List<Eviction<K, V>> all() {
        return List.copyOf(evictions);
    }

    /** Returns the keys, and forgets all. */
    List<K> taken() {
        List<K> keys = evictions.stream().map(Eviction::key).toList();
        evictions.clear();
        return keys;
    }
}
