package dev.scalekit.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The loads that are under way, one a key at most; and all that changes what a key stands for. Thread-safe.
 *
 * <p>A cache that puts what it has loaded whenever that comes keeps an old value for good when the key was invalidated meanwhile (Guava's
 * issue 1881). Here a load is stored only while its flight is the one in the table, and whatever makes it old takes it out of the
 * table first. Both are one step of the map for that key, so there is no moment between them. Nobody waits for a load in such a step,
 * and no user's code runs in one but {@code equals} and {@code hashCode} of the key.
 *
 * <p>What was invalidated by a tag, or with everything, is seen by whoever reads the entry ({@link Entry#isValid}). Who
 * joins a flight that began before that is the exception: it must not get what that brings.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Flights<K, V> {
    private final Map<K, Flight<V>> flights = new ConcurrentHashMap<>();

    /** How many writes of a key are under way: what is loaded meanwhile may be of before or after. Changed in steps of the map above. */
    private final Map<K, Integer> writes = new ConcurrentHashMap<>();

    private final Store<K, V> store;
    private final Invalidations invalidations;
    private volatile boolean closed;

    /** How many loads are up to somebody, also such as are in the table no more. */
    private final LongAdder underWay = new LongAdder();

    Flights(Store<K, V> store, Invalidations invalidations) {
        this.store = store;
        this.invalidations = invalidations;
    }

    /**
     * Who is to load.
     *
     * @param isOwn whether it is up to the caller, and else to somebody who is at it
     */
    record Seat<V>(Flight<V> flight, boolean isOwn) {}

    /** Returns the number of what begins now. */
    long number() {
        return invalidations.number();
    }

    /** Tells whether nothing of an entry was invalidated up to a number. */
    boolean isValid(Entry<V> entry, long number) {
        return entry.isValid(invalidations, number);
    }

    /** Returns what the store has, if nothing of it was invalidated; null if there is nothing. */
    @Nullable
    Entry<V> known(K key) {
        return valid(key, store.peek(key));
    }

    /** The same, which counts as a use. */
    @Nullable
    Entry<V> used(K key) {
        return valid(key, store.get(key));
    }

    /** Returns what the store has had a moment ago, if nothing of it was invalidated; null if there is nothing. */
    @Nullable
    Entry<V> valid(K key, @Nullable Entry<V> known) {
        if (known != null && !known.isValid(invalidations)) {
            store.remove(key, known);
            return null;
        }
        return known;
    }

    /** Returns the flight that brings a key. */
    Seat<V> board(K key, Load<?, ?> load) {
        while (true) {
            Flight<V> current = flights.get(key);
            if (current != null && isUnderWay(current)) {
                return new Seat<>(current, false);
            }
            Flight<V> own = new Flight<>(invalidations.number(), load);
            boolean isOwn =
                    current == null ? flights.putIfAbsent(key, own) == null : flights.replace(key, current, own);
            if (isOwn) {
                return new Seat<>(own, true);
            }
        }
    }

    /**
     * Tells whether a flight of the table brings something for who comes now. One that began before all was cleared does not; and one that
     * has landed could not be taken out, as {@code equals} of a key has thrown, or there was no memory.
     */
    private boolean isUnderWay(Flight<V> flight) {
        return !flight.isDone() && !invalidations.isCleared(flight.born);
    }

    /** Takes a flight out that has brought nothing anew. */
    void end(K key, Flight<V> flight) {
        flights.remove(key, flight);
    }

    /**
     * Ends a flight: what it has brought is stored, unless that is old by now.
     *
     * @param entry null if nothing is known any more
     * @return whether it was stored, or would have been
     */
    boolean land(K key, Flight<V> flight, @Nullable Entry<V> entry) {
        if (entry != null && !entry.isValid(invalidations)) {
            // Nobody would get it.
            flights.remove(key, flight);
            return false;
        }
        return end(key, flight, () -> become(key, entry));
    }

    /** Ends a flight that has brought nothing: what was known changes, unless that is not what it was to replace. */
    void fail(K key, Flight<V> flight, Change<V> change) {
        end(key, flight, () -> become(key, change.of(known(key))));
    }

    @SuppressWarnings("ReferenceEquality") // Another flight is another object.
    private boolean end(K key, Flight<V> flight, Runnable end) {
        boolean[] isCurrent = {false};
        flights.computeIfPresent(key, (k, current) -> {
            if (current != flight) {
                return current;
            }
            if (!writes.containsKey(key)) {
                end.run();
                isCurrent[0] = true;
            }
            return null;
        });
        return isCurrent[0];
    }

    private void become(K key, @Nullable Entry<V> entry) {
        if (entry == null) {
            store.remove(key);
        } else {
            store.put(key, entry);
            if (closed) {
                // Perhaps since everything was taken out.
                store.remove(key);
            }
        }
    }

    /** What becomes of an entry. Calls nobody. */
    @FunctionalInterface
    interface Change<V> {
        @Nullable
        Entry<V> of(@Nullable Entry<V> known);
    }

    /** What was known is void, and what is being loaded. */
    void invalidate(K key) {
        change(key, known -> null);
    }

    /** What was known changes, and what is being loaded is void. */
    void change(K key, Change<V> change) {
        flights.compute(key, (k, current) -> {
            become(key, change.of(known(key)));
            return null;
        });
    }

    /** A write begins: until it ends nothing that is loaded is stored. */
    void beginWrite(K key) {
        flights.compute(key, (k, current) -> {
            writes.merge(key, 1, Integer::sum);
            return null;
        });
    }

    /** @param isChanged whether what was known may be old by now */
    void endWrite(K key, boolean isChanged) {
        flights.compute(key, (k, current) -> {
            writes.computeIfPresent(key, (written, count) -> count == 1 ? null : count - 1);
            if (isChanged) {
                store.remove(key);
            }
            return null;
        });
    }

    /** Everything that was known is void, and everything that is being loaded. */
    void clear() {
        // First the number, or what is loaded between the two would be gone, and what was loaded before would not.
        invalidations.clear();
        store.clear();
    }

    /** Has all end that are under way, and forgets everything, for good. */
    void close() {
        closed = true;
        flights.forEach((key, flight) -> {
            flights.remove(key, flight);
            flight.fail(new Flight.Closed());
        });
        store.clear();
    }

    boolean isClosed() {
        return closed;
    }

    boolean isLoading(K key) {
        Flight<V> current = flights.get(key);
        return current != null && isUnderWay(current);
    }

    boolean isWritten(K key) {
        return writes.containsKey(key);
    }

    /** A load is up to somebody. */
    void begun() {
        underWay.increment();
    }

    /** It has ended. */
    void over() {
        underWay.decrement();
    }

    /** Returns how many loads have not ended. */
    int loading() {
        return underWay.intValue();
    }

    /** Returns how many somebody can still join. */
    int count() {
        return flights.size();
    }

    /** Returns how many keys are being written. */
    int writes() {
        return writes.size();
    }

    @Override
    public String toString() {
        return "Flights[" + flights.size() + "]";
    }
}
