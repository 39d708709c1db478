package dev.scalekit.cache;

/**
 * What a store knows of one key: 32 bytes, as there is one for each. Thread-safe as far as said.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Node<K, V> extends Link<K, V> {
    final K key;

    /** Written with the lock of the store; volatile, because who gets it after it was put must see that. */
    volatile Entry<V> entry;

    /**
     * What hits have left here; each policy has its own meaning for it. Written without a lock: one of two hits at a time may be lost, which
     * is a matter of chance for one that is hit so often.
     */
    short mark;

    /** Which of two lines it stands in. Only with the lock, and so not a bit of the mark, which hits overwrite. */
    boolean isMain;

    Node(K key, Entry<V> entry) {
        this.key = key;
        this.entry = entry;
    }

    @Override
    public String toString() {
        return "Node[" + entry + ", mark " + mark + "]";
    }
}
