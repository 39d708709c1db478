package dev.scalekit.cache;

/**
 * SIEVE: a line in which nobody ever moves, and a hand that goes along it from old to new and round again. It takes whoever was not hit
 * since it passed, and has the others lose their mark. What stays in the old part of the line is what is hit again and again; newcomers
 * meet the hand soon. (Zhang, Yang, Yue, Vigfusson and Rashmi, "SIEVE is Simpler than LRU: an Efficient Turn-Key Eviction Algorithm for Web
 * Caches", NSDI 2024, algorithm 1.) Not thread-safe, but for hits.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Sieve<K, V> extends Policy<K, V> {
    private static final short UNUSED = 0;
    private static final short USED = 1;

    private final long maximum;

    final Line<K, V> line = new Line<>();

    /** Who is looked at next; the line itself stands for its end, after which comes who is in front. */
    Link<K, V> hand = line;

    Sieve(long maximum) {
        this.maximum = maximum;
    }

    @Override
    short marked(short mark) {
        return USED;
    }

    @Override
    void add(Node<K, V> node) {
        line.add(node);
    }

    @Override
    void remove(Node<K, V> node) {
        if (hand == node) {
            hand = node.next;
        }
        node.leave();
    }

    @Override
    Node<K, V> victim() {
        // After one round all have lost their mark; unless there are hits meanwhile, which could go on for ever.
        for (long left = maximum + 1; ; left--) {
            if (hand instanceof Node<K, V> node) {
                if (node.mark == UNUSED || left <= 0) {
                    return node;
                }
                node.mark = UNUSED;
            }
            hand = hand.next;
        }
    }
}
