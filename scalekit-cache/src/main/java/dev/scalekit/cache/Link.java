package dev.scalekit.cache;

/**
 * Stands in a ring, between two others. Who stands there can leave without being looked for, and without knowing what ring it is. Not
 * thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract sealed class Link<K, V> permits Node, Line {
    Link<K, V> previous = this;
    Link<K, V> next = this;

    /** Leaves, and is a ring of its own. */
    final void leave() {
        previous.next = next;
        next.previous = previous;
        previous = this;
        next = this;
    }

    /** Steps in between two that are neighbours. */
    final void stepBefore(Link<K, V> other) {
        previous = other.previous;
        next = other;
        previous.next = this;
        other.previous = this;
    }
}
