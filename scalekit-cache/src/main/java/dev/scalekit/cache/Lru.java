package dev.scalekit.cache;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Least recently used, without moving anything at a hit: that only marks the node with the generation that is now, and a new one begins
 * with each 1/256 of the maximum that is added. There is a line for each generation. Who is in front of the oldest one, and was hit later,
 * is moved to the line of its mark; who was not is evicted. So the order is exact up to a generation, and of each node there is at most
 * one move for its hits of a generation. Not thread-safe, but for hits.
 *
 * <p>To look at some random nodes and evict the oldest of them, as Redis does (redis.io/docs/latest/develop/reference/eviction), is less exact, and is
 * a walk through memory for each eviction.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Lru<K, V> extends Policy<K, V> {
    /** A power of two, far below the number of marks. */
    static final int GENERATIONS = 256;

    private final List<Line<K, V>> lines =
            IntStream.range(0, GENERATIONS).mapToObj(i -> new Line<K, V>()).toList();

    private final long generationSize;
    private long left;

    /** Read by hits, which may be late by a moment. */
    int now;

    /** The oldest generation that may have somebody in its line; all that are older have been added to it. */
    int oldest;

    Lru(long maximum) {
        this.generationSize = (maximum - 1) / GENERATIONS + 1;
        this.left = generationSize;
    }

    Line<K, V> line(int generation) {
        return lines.get(generation & (GENERATIONS - 1));
    }

    @Override
    short marked(short mark) {
        return (short) now;
    }

    @Override
    void add(Node<K, V> node) {
        if (--left <= 0) {
            left = generationSize;
            begin();
        }
        node.mark = (short) now;
        line(now).add(node);
    }

    private void begin() {
        if (now - oldest == GENERATIONS - 1) {
            line(oldest + 1).addAllInFront(line(oldest));
            oldest++;
        }
        now++;
    }

    @Override
    void remove(Node<K, V> node) {
        node.leave();
    }

    @Override
    Node<K, V> victim() {
        while (true) {
            Node<K, V> node = line(oldest).first();
            if (node == null) {
                oldest++;
            } else {
                int hit = generation(node.mark);
                if (hit - oldest <= 0) {
                    return node;
                }
                node.leave();
                line(hit).add(node);
            }
        }
    }

    /**
     * Returns the generation of a mark, which is its lower half. One that is older than all that a mark tells apart, as can be only where
     * much is removed and nothing evicted, may seem young, and is spared once.
     */
    private int generation(short mark) {
        return now - (((short) now - mark) & 0xffff);
    }
}
