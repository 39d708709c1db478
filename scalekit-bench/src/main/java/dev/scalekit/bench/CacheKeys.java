package dev.scalekit.bench;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The keys that all caches hold, and the order in which all are asked for them: by Zipf's law with exponent 0.99, the
 * skew of YCSB. JMH makes one for each fork. Immutable.
 */
@State(Scope.Benchmark)
public class CacheKeys {
    /*
     * Three things would flatter somebody, and are avoided:
     *  - Consecutive integers hash without a collision in some maps: the keys are scattered over all integers.
     *  - Keys that are popular and stored side by side share cache lines: popularity has nothing to do with the order in
     *    which keys are made and stored.
     *  - Asking with the very object that is stored ends the comparison at "==": the keys asked with are equal to the
     *    stored ones, not the same.
     */
    static final int ENTRIES = 1 << 16;
    static final double EXPONENT = 0.99;

    private static final int REQUESTS = 1 << 17;
    private static final int MASK = REQUESTS - 1;
    private static final long SEED = 42;

    private final Integer[] requests = new Integer[REQUESTS];

    /** Draws the requests, always the same. */
    public CacheKeys() {
        SplittableRandom random = new SplittableRandom(SEED);
        Integer[] byRank = new Integer[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            byRank[i] = key(i);
        }
        for (int i = ENTRIES - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Integer swapped = byRank[i];
            byRank[i] = byRank[other];
            byRank[other] = swapped;
        }
        Zipf zipf = new Zipf(ENTRIES, EXPONENT);
        for (int i = 0; i < REQUESTS; i++) {
            requests[i] = byRank[zipf.next(random)];
        }
    }

    /** The request number {@code index}, whatever it is: after the last comes the first. */
    Integer at(int index) {
        return requests[index & MASK];
    }

    /** The keys that a cache holds, as objects of their own. */
    static Set<Integer> stored() {
        Set<Integer> keys = new HashSet<>();
        for (int i = 0; i < ENTRIES; i++) {
            keys.add(key(i));
        }
        return keys;
    }

    /** The value that belongs to a key. */
    static Integer value(Integer key) {
        return ~key;
    }

    /** Scatters the integers one to one: the finalizer of MurmurHash3 (A. Appleby, public domain). */
    static int key(int number) {
        int hash = number;
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }
}
