package dev.scalekit.cache;

/**
 * Decides what is evicted. Only {@link #hit} is called without the lock of the store.
 *
 * <p>A class, not an interface, because of the one call in each hit: the JVM finds the method of a class in one step. Not thread-safe, but
 * for hits.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract class Policy<K, V> {

    /** Notes a use of a node that is there, or was a moment ago. */
    final void hit(Node<K, V> node) {
        short mark = node.mark;
        short marked = marked(mark);
        // A popular node is read by all threads: written each time, its cache line would have to travel each time.
        if (marked != mark) {
            node.mark = marked;
        }
    }

    /** Returns what a use makes of the mark of a node; the same as soon as possible. Thread-safe. */
    abstract short marked(short mark);

    /** Takes in a node that is new. */
    abstract void add(Node<K, V> node);

    /** Lets go of a node that is there, evicted or not. */
    abstract void remove(Node<K, V> node);

    /** Returns the node to evict, of at least one, which is then removed; may put others in another order. */
    abstract Node<K, V> victim();
}
