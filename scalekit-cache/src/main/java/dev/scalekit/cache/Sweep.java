package dev.scalekit.cache;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes out what nobody would get any more. Each time that something is stored it looks at the next two entries, so what is dead is
 * gone when half as many entries as there are were stored, and nobody has to walk through all of them at once. It rests when all is
 * known to be alive: entries that nobody asks for are far from the processor, and to look at two takes as long as to store one.
 * Thread-safe.
 */
final class Sweep<K, V> {
    private static final int STEPS = 2;

    private final Store<K, V> store;
    private final Predicate<Entry<V>> isDead;
    private final Invalidations invalidations;
    private final ReentrantLock lock = new ReentrantLock();

    /** Whether something may die by its time, and not only as something was invalidated. */
    private volatile boolean isTimed;

    /** What was invalidated up to that number is gone. Written with the lock. */
    private volatile long sweptUpTo;

    private @Nullable Iterator<Map.Entry<K, Entry<V>>> at;

    /** The number when the walk began. */
    private long begunAt;

    /** @param isTimed whether something may die by its time; if not, {@link #somethingExpires} tells when it may after all */
    Sweep(Store<K, V> store, Predicate<Entry<V>> isDead, Invalidations invalidations, boolean isTimed) {
        this.store = store;
        this.isDead = isDead;
        this.invalidations = invalidations;
        this.isTimed = isTimed;
    }

    /** From now on something may die by its time. */
    void somethingExpires() {
        isTimed = true;
    }

    /** Looks at the next ones, unless another thread does. */
    void advance() {
        if ((isTimed || sweptUpTo != invalidations.number()) && lock.tryLock()) {
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
        if (current == null) {
            begunAt = invalidations.number();
            current = store.entries();
            at = current;
        }
        if (current.hasNext()) {
            Map.Entry<K, Entry<V>> next = current.next();
            if (isDead.test(next.getValue())) {
                store.remove(next.getKey(), next.getValue());
            }
        } else {
            // One that was made void in the very moment when it was stored may be left behind, until it is asked for or
            // evicted.
            sweptUpTo = begunAt;
            at = null;
        }
    }
}
