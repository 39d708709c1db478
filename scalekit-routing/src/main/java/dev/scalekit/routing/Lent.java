package dev.scalekit.routing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;

/**
 * The connections that are in use, to be broken off when their node is gone or somebody aborts them. Thread-safe.
 *
 * <p>Each borrow passes here, and a set would cost it an object and some 50 ns: so it takes one of some slots, near one that
 * belongs to its thread, and a set has those for which there is none. Only who has a slot counts there, so that to count is no atomic
 * operation more.
 */
final class Lent {
    private static final int NO_SLOT = -1;
    private static final int SLOTS = 256;
    private static final int TRIES = 8;

    private final AtomicReferenceArray<Held> slots;
    private final Set<Held> rest = ConcurrentHashMap.newKeySet();

    private final Counts toPrimary;
    private final Counts toReplicas;

    Lent() {
        this(SLOTS);
    }

    /** @param size how many slots there are; a power of two */
    Lent(int size) {
        slots = new AtomicReferenceArray<>(size);
        toPrimary = new Counts(size);
        toReplicas = new Counts(size);
    }

    /** How many connections were taken. Thread-safe, as long as a slot is counted in by who has it. */
    private static final class Counts {
        private final AtomicLongArray bySlot;
        private final LongAdder ofRest = new LongAdder();

        Counts(int size) {
            bySlot = new AtomicLongArray(size);
        }

        void increment(int slot) {
            if (slot == NO_SLOT) {
                ofRest.increment();
            } else {
                bySlot.setOpaque(slot, bySlot.getPlain(slot) + 1);
            }
        }

        long sum() {
            long sum = ofRest.sum();
            for (int slot = 0; slot < bySlot.length(); slot++) {
                sum += bySlot.getOpaque(slot);
            }
            return sum;
        }
    }

    /** Returns what {@link #remove} has to be told. */
    int add(Held held) {
        int begin = ((int) Thread.currentThread().getId() * 0x9E3779B9) >>> 8;
        for (int i = 0; i < TRIES; i++) {
            int slot = (begin + i) & (slots.length() - 1);
            if (slots.get(slot) == null && slots.compareAndSet(slot, null, held)) {
                return slot;
            }
        }
        rest.add(held);
        return NO_SLOT;
    }

    /** Counts one that is there, and used for what it was taken for. */
    void count(Held held, int slot) {
        (held.isPrimary ? toPrimary : toReplicas).increment(slot);
    }

    /** Returns whether it was there. */
    boolean remove(Held held, int slot) {
        return slot == NO_SLOT ? rest.remove(held) : slots.compareAndSet(slot, held, null);
    }

    /** Those that are added or removed meanwhile may be among them, or not. */
    private void forEach(Predicate<Held> wanted, ObjIntConsumer<Held> action) {
        for (int slot = 0; slot < slots.length(); slot++) {
            Held held = slots.get(slot);
            if (held != null && wanted.test(held)) {
                action.accept(held, slot);
            }
        }
        rest.stream().filter(wanted).forEach(held -> action.accept(held, NO_SLOT));
    }

    void forEachOf(Node node, Consumer<Held> action) {
        forEach(held -> held.node.equals(node), (held, slot) -> action.accept(held));
    }

    /** Breaks off what somebody has, and gives it back. Who lends it later than that sees by itself that nobody wants it. */
    void end(Borrower borrower) {
        forEach(held -> held.borrower.equals(borrower), Held::end);
    }

    int count(Node node) {
        int[] count = {0};
        forEachOf(node, held -> count[0]++);
        return count[0];
    }

    /** Returns how many were taken of the primary so far, for whatever. */
    long toPrimary() {
        return toPrimary.sum();
    }

    /** Returns how many were taken of replicas so far. */
    long toReplicas() {
        return toReplicas.sum();
    }
}
