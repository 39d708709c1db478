package dev.scalekit.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The limit of hit ratios: who knows the future keeps what is asked for again soonest (L. Belady: A Study of Replacement Algorithms for a
 * Virtual-Storage Computer, IBM Systems Journal 5(2), 1966), and need not keep what is just asked for. Immutable.
 */
final class Foreseen {
    private Foreseen() {}

    /** How many of the requests could have been hits in a cache of a size. */
    static long hits(int[] keys, int size) {
        int[] next = next(keys);
        // What is kept, by when it is asked for next: no two at the same time.
        TreeSet<Integer> kept = new TreeSet<>();
        long hits = 0;
        for (int now = 0; now < keys.length; now++) {
            if (kept.remove(now)) {
                hits++;
            }
            if (next[now] < keys.length) {
                kept.add(next[now]);
                if (kept.size() > size) {
                    kept.pollLast();
                }
            }
        }
        return hits;
    }

    /** When each is asked for again, or the end if it is not. */
    private static int[] next(int[] keys) {
        int[] next = new int[keys.length];
        Arrays.fill(next, keys.length);
        Map<Integer, Integer> last = new HashMap<>();
        for (int now = 0; now < keys.length; now++) {
            Integer before = last.put(keys[now], now);
            if (before != null) {
                next[before] = now;
            }
        }
        return next;
    }
}
