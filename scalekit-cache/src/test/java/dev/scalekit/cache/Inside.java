package dev.scalekit.cache;

/** Looks into a cache. Not instantiable. */
final class Inside {
    private Inside() {}

    /** There are no more entries than was said, and the parts of a store agree. Only while nobody writes. */
    static void requireConsistent(ReadThroughCache<?, ?> cache, int maximum) {
        Store<?, ?> store = cache.store;
        if (store.size() > maximum) {
            throw new AssertionError(store.size() + " entries instead of " + maximum + " at most");
        }
        if (store instanceof PolicyStore<?, ?> own) {
            Consistency.require(own);
        }
    }

    /** Nothing is being loaded or written. */
    static void requireIdle(ReadThroughCache<?, ?> cache) {
        Flights<?, ?> flights = cache.flights;
        if (flights.count() != 0) {
            throw new AssertionError(cache + " is still loading");
        }
        if (flights.writes() != 0) {
            throw new AssertionError(flights.writes() + " keys are still being written");
        }
    }
}
