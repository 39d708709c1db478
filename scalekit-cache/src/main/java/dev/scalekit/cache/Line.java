package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Nodes one after the other, who came first in front: a ring that this closes. Not thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Line<K, V> extends Link<K, V> {

    void add(Node<K, V> node) {
        node.stepBefore(this);
    }

    /** Returns who is in front; null if there is nobody. */
    @Nullable
    Node<K, V> first() {
        return next instanceof Node<K, V> node ? node : null;
    }

    /** Returns who is in front, of at least one. */
    Node<K, V> front() {
        return requireNonNull(first(), "the line is empty");
    }

    /** Has everybody in front of a node that is here to the end go; that is the node now. */
    void toEnd(Node<K, V> node) {
        node.leave();
        add(node);
    }

    /** Takes in all of another line behind its own, in a time that does not depend on how many they are. */
    void addAll(Line<K, V> other) {
        takeAll(other, previous);
    }

    /** Takes in all of another line in front of its own, in a time that does not depend on how many they are. */
    void addAllInFront(Line<K, V> other) {
        takeAll(other, this);
    }

    private void takeAll(Line<K, V> other, Link<K, V> before) {
        Node<K, V> first = other.first();
        if (first != null) {
            Link<K, V> last = other.previous;
            Link<K, V> after = before.next;
            other.next = other;
            other.previous = other;
            before.next = first;
            first.previous = before;
            last.next = after;
            after.previous = last;
        }
    }
}
