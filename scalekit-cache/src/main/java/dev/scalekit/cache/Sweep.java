package dev.scalekit.cache;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes out what nobody would get any more. Each time that something is stored it looks at the next two entries, so what is dead is
 * gone when half as many entries as there are were stored, and nobody has to walk through all of them at once. Thread-safe.
 */
final class Sweep<K, V> {
    private static final int STEPS = 2;

    private final Store<K, V> store;
    private final Predicate<Entry<V>> isDead;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Iterator<Map.Entry<K, Entry<V>>> at;

    Sweep(Store<K, V> store, Predicate<Entry<V>> isDead) {
        this.store = store;
        this.isDead = isDead;
    }

    /** Looks at the next ones, unless another thread does. */
    void advance() {
        if (lock.tryLock()) {
            try {
                for (int step = 0; step < STEPS; step++) {
                    look();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Everything was taken out: what was being walked through need not be kept. */
    void restart() {
        lock.lock();
        try {
            at = null;
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        Iterator<Map.Entry<K, Entry<V>>> current = at;
        if (current == null || !current.hasNext()) {
            current = store.entries();
            at = current;
        }
        if (current.hasNext()) {
            Map.Entry<K, Entry<V>> next = current.next();
            if (isDead.test(next.getValue())) {
                store.remove(next.getKey(), next.getValue());
            }
        }
    }
}
