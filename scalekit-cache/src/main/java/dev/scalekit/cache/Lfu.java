package dev.scalekit.cache;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Least frequently used, where counts of hits are halved each time that twice as many nodes were added as the maximum is. A hit only raises the
 * count in the mark. There is a line for each count. Who is in front of the lowest, and was hit meanwhile, is moved to the line of its
 * count; who was not is evicted.
 *
 * <p>Not each node is halved then: a mark also has the age that it was counted in, as it has in Redis (redis.io/docs/latest/develop/reference/eviction), and
 * the lines of two counts become one. Not thread-safe, but for hits.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Lfu<K, V> extends Policy<K, V> {
    private static final int COUNT_BITS = 6;
    static final int MOST = (1 << COUNT_BITS) - 1;
    private static final int AGES = 1 << (Short.SIZE - COUNT_BITS);
    private static final int MAXIMA_AN_AGE = 2;

    private final List<Line<K, V>> lines =
            IntStream.rangeClosed(0, MOST).mapToObj(i -> new Line<K, V>()).toList();

    private final long ageSize;
    private long left;

    /** Read by hits, which may be late by a moment. */
    private int age;

    Lfu(long maximum) {
        this.ageSize = maximum > Long.MAX_VALUE / MAXIMA_AN_AGE ? Long.MAX_VALUE : MAXIMA_AN_AGE * maximum;
        this.left = ageSize;
    }

    Line<K, V> line(int count) {
        return lines.get(count);
    }

    @Override
    short marked(short mark) {
        return mark(Math.min(MOST, count(mark) + 1));
    }

    private short mark(int count) {
        return (short) ((age << COUNT_BITS) | count);
    }

    /** What is left of a count after so many ages; after a thousand without a hit or an eviction it may seem young, and be spared once. */
    int count(short mark) {
        int ages = (age - (mark >> COUNT_BITS)) & (AGES - 1);
        return (mark & MOST) >> Math.min(COUNT_BITS, ages);
    }

    @Override
    void add(Node<K, V> node) {
        if (--left < 0) {
            left = ageSize - 1;
            halve();
        }
        node.mark = mark(0);
        line(0).add(node);
    }

    private void halve() {
        age++;
        for (int count = 1; count <= MOST; count++) {
            line(count / 2).addAll(line(count));
        }
    }

    @Override
    void remove(Node<K, V> node) {
        node.leave();
    }

    @Override
    Node<K, V> victim() {
        int lowest = 0;
        while (true) {
            Node<K, V> node = line(lowest).first();
            if (node == null) {
                lowest++;
            } else {
                int count = count(node.mark);
                if (count <= lowest) {
                    return node;
                }
                node.leave();
                line(count).add(node);
            }
        }
    }
}
