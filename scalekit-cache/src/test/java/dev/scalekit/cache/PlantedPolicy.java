package dev.scalekit.cache;

/** Does what a right policy does, but for what a bug changes. Not thread-safe. */
class PlantedPolicy<K, V> extends Policy<K, V> {
    final Policy<K, V> right;

    PlantedPolicy(Policy<K, V> right) {
        this.right = right;
    }

    @Override
    short marked(short mark) {
        return right.marked(mark);
    }

    @Override
    void add(Node<K, V> node) {
        right.add(node);
    }

    @Override
    void remove(Node<K, V> node) {
        right.remove(node);
    }

    @Override
    Node<K, V> victim() {
        return right.victim();
    }
}
