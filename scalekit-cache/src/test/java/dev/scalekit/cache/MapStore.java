package dev.scalekit.cache;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A store without a bound. Thread-safe. */
final class MapStore<K, V> implements Store<K, V> {
    private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();

    @Override
    public @Nullable Entry<V> get(K key) {
        return entries.get(key);
    }

    @Override
    public @Nullable Entry<V> peek(K key) {
        return entries.get(key);
    }

    @Override
    public void put(K key, Entry<V> entry) {
        entries.put(key, entry);
    }

    @Override
    public void remove(K key) {
        entries.remove(key);
    }

    @Override
    public void remove(K key, Entry<V> entry) {
        entries.remove(key, entry);
    }

    @Override
    public void clear() {
        entries.clear();
    }

    @Override
    public long size() {
        return entries.size();
    }

    @Override
    public long weight() {
        return entries.size();
    }

    @Override
    public Iterator<Map.Entry<K, Entry<V>>> entries() {
        return entries.entrySet().iterator();
    }
}
