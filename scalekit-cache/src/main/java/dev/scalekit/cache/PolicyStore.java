package dev.scalekit.cache;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A map, and a policy that says what goes when it is full. Thread-safe.
 *
 * <p>A hit is a look into the map, and perhaps a plain write to the node that was found. Whatever changes which nodes there are is done
 * with the one lock, to the map and the policy together, so that each node is in both or in neither whenever the lock is free. Room is made
 * before something is put, so there is never more than the maximum. Who has found a node that is evicted or removed meanwhile has what was
 * there when it looked, and a mark that it leaves then means nothing.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class PolicyStore<K, V> implements Store<K, V> {
    private final long maximum;
    private final Supplier<Policy<K, V>> policies;
    private final Evicted<K, V> evicted;
    private final ReentrantLock lock = new ReentrantLock();

    /** Written with the lock. */
    private volatile Contents<K, V> contents;

    /**
     * Creates an empty one.
     *
     * @param maximum how many there may be, at least 1
     * @param policies makes the policy, anew whenever the store is cleared
     */
    PolicyStore(long maximum, Supplier<Policy<K, V>> policies, Evicted<K, V> evicted) {
        this.maximum = maximum;
        this.policies = policies;
        this.evicted = evicted;
        this.contents = new Contents<>(new ConcurrentHashMap<>(), policies.get());
    }

    /** What is there, and in which order it goes. */
    record Contents<K, V>(ConcurrentHashMap<K, Node<K, V>> nodes, Policy<K, V> policy) {}

    /** Changes only with the lock, for who wants to compare the two. */
    Contents<K, V> contents() {
        return contents;
    }

    @Override
    public @Nullable Entry<V> get(K key) {
        Contents<K, V> now = contents;
        Node<K, V> node = now.nodes.get(key);
        if (node == null) {
            return null;
        }
        now.policy.hit(node);
        return node.entry;
    }

    @Override
    public @Nullable Entry<V> peek(K key) {
        Node<K, V> node = contents.nodes.get(key);
        return node == null ? null : node.entry;
    }

    /** That something is stored anew is no use of it: nobody may want it but who refreshes it. */
    @Override
    public void put(K key, Entry<V> entry) {
        lock.lock();
        try {
            Contents<K, V> now = contents;
            Node<K, V> known = now.nodes.get(key);
            if (known != null) {
                known.entry = entry;
            } else {
                if (now.nodes.mappingCount() >= maximum) {
                    evict(now);
                }
                Node<K, V> node = new Node<>(key, entry);
                now.nodes.put(key, node);
                now.policy.add(node);
            }
        } finally {
            lock.unlock();
        }
    }

    private void evict(Contents<K, V> now) {
        Node<K, V> victim = now.policy.victim();
        now.nodes.remove(victim.key);
        now.policy.remove(victim);
        evicted.evicted(victim.key, victim.entry);
    }

    @Override
    public void remove(K key) {
        // Most of what is invalidated is not there, and needs no lock.
        if (contents.nodes.containsKey(key)) {
            removeIf(key, entry -> true);
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Another entry is another object.
    public void remove(K key, Entry<V> entry) {
        removeIf(key, known -> known == entry);
    }

    private void removeIf(K key, Predicate<Entry<V>> condition) {
        lock.lock();
        try {
            Contents<K, V> now = contents;
            Node<K, V> node = now.nodes.get(key);
            if (node != null && condition.test(node.entry)) {
                now.nodes.remove(key);
                now.policy.remove(node);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void clear() {
        lock.lock();
        try {
            contents = new Contents<>(new ConcurrentHashMap<>(), policies.get());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long size() {
        return contents.nodes.mappingCount();
    }

    @Override
    public long weight() {
        return size();
    }

    @Override
    public Iterator<Map.Entry<K, Entry<V>>> entries() {
        Iterator<Node<K, V>> nodes = contents.nodes.values().iterator();
        // Not by a stream, which takes more than half of the time that something new takes.
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return nodes.hasNext();
            }

            @Override
            public Map.Entry<K, Entry<V>> next() {
                Node<K, V> node = nodes.next();
                return Map.entry(node.key, node.entry);
            }
        };
    }
}
