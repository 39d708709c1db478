package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One caller's way to one value that the store does not have: it boards the flight that brings it, or is the one who flies. Each
 * step is one step for everybody else too, so tests take them in every order. Not thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Lookup<K, V> {
    private static final long NONE = -1;

    final K key;
    private final Flights<K, V> flights;

    /**
     * What was invalidated up to that number must not be what this brings. That of the first boarding, however often it boards: so
     * what has begun later than the first flight is good, and nobody has to look again and again while others invalidate.
     */
    private long number;

    private @Nullable Flight<V> flight;
    private boolean isOwn;
    private boolean isOver;

    Lookup(K key, Flights<K, V> flights) {
        this(key, flights, NONE);
    }

    private Lookup(K key, Flights<K, V> flights, long number) {
        this.key = key;
        this.flights = flights;
        this.number = number;
    }

    /** Returns one to go the same way once more. */
    Lookup<K, V> again() {
        return new Lookup<>(key, flights, number);
    }

    /** Returns what the store has, if nothing of it was invalidated; null if there is nothing. */
    @Nullable
    Entry<V> known() {
        return flights.known(key);
    }

    /** Boards; returns whether it is up to the caller to load, who then ends it in one of the ways below. */
    boolean board(Load<?, ?> load) {
        // First: what is invalidated after that may or may not be seen.
        if (number == NONE) {
            number = flights.number();
        }
        Flights.Seat<V> seat = flights.board(key, load);
        flight = seat.flight();
        isOwn = seat.isOwn();
        if (isOwn) {
            flights.begun();
        }
        return isOwn;
    }

    boolean isOwn() {
        return isOwn;
    }

    Flight<V> flight() {
        return requireNonNull(flight);
    }

    /** The caller has loaded it; those who wait get it. Returns whether it was stored, or could have been. */
    boolean land(Entry<V> entry, boolean isStored) {
        try {
            return flights.land(key, flight(), isStored ? entry : null);
        } finally {
            // Whatever happens, nobody waits for ever.
            over();
            flight().land(entry);
        }
    }

    /** Somebody has stored it between the two looks. */
    void landKnown(Entry<V> known) {
        try {
            flights.end(key, flight());
        } finally {
            over();
            flight().landKnown(known);
        }
    }

    /** It could not be loaded. */
    void fail(Throwable failure, Flights.Change<V> change) {
        try {
            flights.fail(key, flight(), change);
        } finally {
            over();
            flight().fail(failure);
        }
    }

    /** It was given up as {@link #abandon}ed, and what was known is kept some time longer before it is tried again. */
    void abandon(Throwable reason, Flights.Change<V> change) {
        fail(new Flight.Abandoned(reason), change);
    }

    /** It was given up for a reason that is only the caller's: who waits may load it. */
    void abandon(Throwable reason) {
        end(new Flight.Abandoned(reason));
    }

    /** It is not loaded, since the cache was closed. */
    void close() {
        end(new Flight.Closed());
    }

    private void end(Throwable failure) {
        try {
            flights.end(key, flight());
        } finally {
            over();
            flight().fail(failure);
        }
    }

    private void over() {
        if (!isOver) {
            isOver = true;
            flights.over();
        }
    }

    /** Tells whether what somebody else has brought may be had: its tags are known only now, and one may have been invalidated before boarding. */
    boolean isGood(Entry<V> brought) {
        return flights.isValid(brought, number);
    }
}
