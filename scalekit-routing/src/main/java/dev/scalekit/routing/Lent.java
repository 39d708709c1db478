package dev.scalekit.routing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The connections of a node that are in use, to be broken off when it is gone. Thread-safe.
 *
 * <p>Each borrow passes here, and a set would cost it an object and some 50 ns: so it takes one of some slots, near one that
 * belongs to its thread, and a set has those for which there is none.
 */
final class Lent {
    private static final int SLOTS = 256;
    private static final int TRIES = 8;
    private static final int NO_SLOT = -1;

    private final AtomicReferenceArray<Held> slots = new AtomicReferenceArray<>(SLOTS);
    private final Set<Held> rest = ConcurrentHashMap.newKeySet();

    /** Returns what {@link #remove} has to be told. */
    int add(Held held) {
        int begin = ((int) Thread.currentThread().getId() * 0x9E3779B9) >>> 8;
        for (int i = 0; i < TRIES; i++) {
            int slot = (begin + i) & (SLOTS - 1);
            if (slots.get(slot) == null && slots.compareAndSet(slot, null, held)) {
                return slot;
            }
        }
        rest.add(held);
        return NO_SLOT;
    }

    /** Returns whether it was there. */
    boolean remove(Held held, int slot) {
        return slot == NO_SLOT ? rest.remove(held) : slots.compareAndSet(slot, held, null);
    }

    /** Those that are added or removed meanwhile may be among them, or not. */
    void forEach(Consumer<Held> action) {
        for (int slot = 0; slot < SLOTS; slot++) {
            Held held = slots.get(slot);
            if (held != null) {
                action.accept(held);
            }
        }
        rest.forEach(action);
    }

    int count() {
        int[] count = {0};
        forEach(held -> count[0]++);
        return count[0];
    }
}
