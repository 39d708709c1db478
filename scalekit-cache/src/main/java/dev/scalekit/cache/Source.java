package dev.scalekit.cache;

import java.util.List;

/**
 * Where values come from, whatever kind of loader the user has given. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
interface Source<K, V> {
    /** Asks for values; throws nothing. Each is answered once, now or later. */
    void load(List<Ask<K, V>> asks);

    /** Tells whether it is better asked for several at once. */
    boolean isBulk();

    /** Tells whether it may say for how long a value is good. */
    boolean isTiming();
}
