package dev.scalekit.cache;

import java.lang.reflect.Field;

/** Looks into a cache, which has no methods for that, as nobody but tests would need them. Not instantiable. */
final class Inside {
    private Inside() {}

    @SuppressWarnings("unchecked") // Of the cache's own types.
    static <K, V> Store<K, V> store(ReadThroughCache<K, V> cache) {
        return (Store<K, V>) of(cache, "store");
    }

    @SuppressWarnings("unchecked") // Of the cache's own types.
    static <K, V> Flights<K, V> flights(ReadThroughCache<K, V> cache) {
        return (Flights<K, V>) of(cache, "flights");
    }

    /** There are no more entries than was said, and the parts of a store agree. Only while nobody writes. */
    static void requireConsistent(ReadThroughCache<?, ?> cache, int maximum) {
        Store<?, ?> store = store(cache);
        if (store.size() > maximum) {
            throw new AssertionError(store.size() + " entries instead of " + maximum + " at most");
        }
        if (store instanceof PolicyStore<?, ?> own) {
            Consistency.require(own);
        }
    }

    /** Nothing is being loaded or written. */
    static void requireIdle(ReadThroughCache<?, ?> cache) {
        Flights<?, ?> flights = flights(cache);
        if (flights.count() != 0) {
            throw new AssertionError(cache + " is still loading");
        }
        if (flights.writes() != 0) {
            throw new AssertionError(flights.writes() + " keys are still being written");
        }
    }

    private static Object of(ReadThroughCache<?, ?> cache, String name) {
        try {
            Field field = ReadThroughCache.class.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(cache);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("A cache has no " + name + " any more", e);
        }
    }
}
