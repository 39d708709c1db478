package dev.scalekit.bench;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache of some library with a bound and a loader, looked up as an application would. Thread-safe.
 *
 * <p>A class, not an interface: where only one is loaded, as in each JVM that takes the time of hits, the JIT calls a method of
 * it without asking which one it is. What is left is a field to read, the same for all.
 */
abstract class KeyCache implements AutoCloseable {

    /** Opens an empty cache. */
    @FunctionalInterface
    interface Opening {
        /**
         * Does it.
         *
         * @param bound how many entries there may be
         * @param loader has a value for each key that it is asked for
         */
        KeyCache open(int bound, Function<Integer, Integer> loader);
    }

    /** Returns the value of a key, and loads it if it is not there. */
    abstract @Nullable Integer get(Integer key);

    abstract void put(Integer key, Integer value);

    /** How many entries there are when all that is put off is done. */
    abstract long size();

    /** How many hits it has counted; 0 if it was not told to. */
    long hits() {
        return 0;
    }

    @Override
    public void close() {}
}
