package dev.scalekit.cache;

import java.util.List;

/**
 * Where values come from, whatever kind of loader the user has given. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
interface Source<K, V> {
    /** Asks for values; throws nothing. Each is answered once, now or later. */
    void load(List<Ask<K, V>> asks);

    /** Tells whether it is better asked for several at once. */
    default boolean isBulk() {
        return false;
    }

    /** Tells whether it has a {@link LoadContext}, and may say by it for how long a value is good. */
    default boolean isTiming() {
        return false;
    }
}
