package dev.scalekit.cache;

import java.util.IdentityHashMap;

/**
 * One row of a database, whose value is how often it was written, and what was done to what a cache has of it. A new generation of
 * that begins whenever it is made void. Not thread-safe.
 */
final class Row {
    /** The generations in which the loads began that are under way. */
    private final IdentityHashMap<Flight<Integer>, Integer> flights = new IdentityHashMap<>();

    private final String name;
    private int version = 1;
    private int acknowledged = 1;
    private int expired = 1;
    private int generation;
    private int told;
    private int stored = -1;
    private int failed = -1;

    /**
     * What is promised to who begins to read now. Immutable.
     *
     * @param mustSee the oldest version that may be returned
     * @param unlessFailed the oldest that may be, unless it could not be loaded
     * @param generation the oldest in which a load may have begun that is waited for
     */
    record Promise(int mustSee, int unlessFailed, int generation) {}

    Row(String name) {
        this.name = name;
    }

    int read() {
        return version;
    }

    int write() {
        return ++version;
    }

    Promise promise() {
        return new Promise(acknowledged, Math.max(acknowledged, expired), told);
    }

    /** What the cache has is void; returns the generation that begins. */
    int voided() {
        return ++generation;
    }

    /** @param isExpired whether an older one may still be returned if it cannot be loaded */
    void acknowledge(int written, boolean isExpired) {
        if (isExpired) {
            expired = Math.max(expired, written);
        } else {
            acknowledged = Math.max(acknowledged, written);
        }
    }

    /** From now on nobody who begins waits for a load from before a generation. */
    void told(int first) {
        told = Math.max(told, first);
    }

    /** Somebody is about to load it. */
    void boarded(Flight<Integer> flight) {
        require(!flights.containsValue(generation), "is loaded twice at a time in generation " + generation);
        flights.put(flight, generation);
    }

    void joined(Flight<Integer> flight, Promise promise) {
        int begun = flights.getOrDefault(flight, -1);
        require(
                begun >= promise.generation,
                "is waited for by who was promised one of generation " + promise.generation + ": " + begun);
    }

    /** Somebody has found nothing in the cache, and is about to call the loader. */
    void loading() {
        require(stored != generation, "was loaded already in generation " + stored);
    }

    /** What was loaded is in the cache now. */
    void stored(Flight<Integer> flight) {
        if (begun(flight) == generation) {
            stored = generation;
        }
    }

    void failed(Flight<Integer> flight) {
        failed = Math.max(failed, begun(flight));
    }

    void landed(Flight<Integer> flight) {
        flights.remove(flight);
    }

    private int begun(Flight<Integer> flight) {
        return flights.getOrDefault(flight, -2);
    }

    /** @param isStale whether it was returned only because it could not be loaded */
    void returned(int returned, Promise promise, boolean isStale) {
        require(
                returned >= promise.mustSee,
                "was " + promise.mustSee + " when a get began that has returned " + returned);
        if (returned < promise.unlessFailed) {
            require(
                    isStale,
                    "had expired at " + promise.unlessFailed + " when a get began that has returned " + returned);
            require(failed >= promise.generation, "is stale, and its load has not failed since it expired");
        }
    }

    private void require(boolean condition, String accusation) {
        if (!condition) {
            throw new AssertionError(name + " " + accusation);
        }
    }
}
