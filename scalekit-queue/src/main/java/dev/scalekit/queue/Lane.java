package dev.scalekit.queue;

import java.util.Arrays;

/** The messages of one key behind the one that is in hand, in their order: eight bytes each. Not thread-safe. */
final class Lane {
    private long[] locations = new long[4];
    private int first;
    private int count;

    void add(long location) {
        if (first + count == locations.length) {
            long[] larger = count * 2 > locations.length ? new long[count * 2] : locations;
            System.arraycopy(locations, first, larger, 0, count);
            locations = larger;
            first = 0;
        }
        locations[first + count++] = location;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int size() {
        return count;
    }

    /** Takes the next. */
    long poll() {
        count--;
        return locations[first++];
    }

    void relocate(Relocation moved) {
        for (int i = first; i < first + count; i++) {
            locations[i] = moved.of(locations[i]);
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOfRange(locations, first, first + count));
    }
}
