package dev.scalekit.cache;

import org.jspecify.annotations.Nullable;

/**
 * S3-FIFO: a newcomer goes through a small line, a tenth of all. At its end who was hit twice goes over to the main line, and the others
 * are evicted and remembered as ghosts; a ghost who comes back goes to the main line at once. There who was hit is sent to the end
 * again, once for each hit, of which three count. (Yang, Zhang, Qiu, Yue and Rashmi, "FIFO queues are all you need for cache eviction",
 * SOSP 2023, algorithm 1; as many ghosts as there are in the main line.) Not thread-safe, but for hits.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class S3Fifo<K, V> extends Policy<K, V> {
    private static final int SMALL_PART = 10;
    private static final short MOST_HITS = 3;
    private static final short HITS_TO_STAY = 2;

    private final long maximum;
    private final long smallMaximum;

    final Line<K, V> small = new Line<>();
    final Line<K, V> main = new Line<>();
    final Ghosts ghosts;
    long smallSize;

    S3Fifo(long maximum) {
        this.maximum = maximum;
        this.smallMaximum = smallMaximum(maximum);
        this.ghosts = new Ghosts(maximum - smallMaximum);
    }

    static long smallMaximum(long maximum) {
        return Math.max(1, maximum / SMALL_PART);
    }

    @Override
    short marked(short mark) {
        return mark < MOST_HITS ? (short) (mark + 1) : mark;
    }

    @Override
    void add(Node<K, V> node) {
        if (ghosts.remove(node.key.hashCode())) {
            addToMain(node);
        } else {
            small.add(node);
            smallSize++;
        }
    }

    private void addToMain(Node<K, V> node) {
        node.isMain = true;
        main.add(node);
    }

    @Override
    void remove(Node<K, V> node) {
        if (!node.isMain) {
            smallSize--;
        }
        node.leave();
    }

    @Override
    Node<K, V> victim() {
        Node<K, V> victim = smallSize >= smallMaximum ? victimOfSmall() : null;
        return victim != null ? victim : victimOfMain();
    }

    private @Nullable Node<K, V> victimOfSmall() {
        for (Node<K, V> node = small.first(); node != null; node = small.first()) {
            if (node.mark < HITS_TO_STAY) {
                ghosts.add(node.key.hashCode());
                return node;
            }
            remove(node);
            node.mark = 0;
            addToMain(node);
        }
        return null;
    }

    private Node<K, V> victimOfMain() {
        // When each has been sent to the end as often as hits count, there is none left with a mark; unless there are
        // hits meanwhile.
        for (long left = MOST_HITS * maximum; ; left--) {
            Node<K, V> node = main.front();
            if (node.mark == 0 || left <= 0) {
                return node;
            }
            node.mark--;
            main.toEnd(node);
        }
    }
}
