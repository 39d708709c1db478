package dev.scalekit.cache;

/**
 * First in, first out. Not thread-safe, but for hits.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Fifo<K, V> extends Policy<K, V> {
    final Line<K, V> line = new Line<>();

    @Override
    short marked(short mark) {
        return mark;
    }

    @Override
    void add(Node<K, V> node) {
        line.add(node);
    }

    @Override
    void remove(Node<K, V> node) {
        node.leave();
    }

    @Override
    Node<K, V> victim() {
        return line.front();
    }
}
