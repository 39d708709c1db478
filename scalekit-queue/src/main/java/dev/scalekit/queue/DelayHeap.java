package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Entries of a due time and a location in memory, 16 bytes each, the earliest first and of those the lowest location: a binary
 * heap in one array. Not thread-safe.
 */
final class DelayHeap {
    /** How many entries it takes: 1 MiB. */
    static final int CAPACITY = 1 << 16;

    private long[] dues = new long[64];
    private long[] locations = new long[64];
    private int size;

    int size() {
        return size;
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    long firstDue() {
        return dues[0];
    }

    long firstLocation() {
        return locations[0];
    }

    /** Adds an entry to a heap that is not full. */
    void add(long due, long location) {
        if (size == dues.length) {
            dues = Arrays.copyOf(dues, 2 * size);
            locations = Arrays.copyOf(locations, 2 * size);
        }
        int at = size;
        size++;
        int parent = (at - 1) / 2;
        while (at > 0 && isBefore(due, location, parent)) {
            move(parent, at);
            at = parent;
            parent = (at - 1) / 2;
        }
        set(at, due, location);
    }

    /** Removes the first entry of a heap that is not empty. */
    void removeFirst() {
        size--;
        sink(dues[size], locations[size], size);
    }

    void clear() {
        size = 0;
    }

    /** Brings the entries in order. A sorted array is a heap, so it stays one. */
    void sort() {
        for (int end = size - 1; end > 0; end--) {
            long due = dues[end];
            long location = locations[end];
            move(0, end);
            sink(due, location, end);
        }
        // The first of all is the last one now.
        for (int low = 0, high = size - 1; low < high; low++, high--) {
            long due = dues[low];
            long location = locations[low];
            move(high, low);
            set(high, due, location);
        }
    }

    /** Copies entries as they are in the array, from one on, as many as the buffer has room for. */
    void copy(int from, ByteBuffer into) {
        for (int i = from; i < size && into.hasRemaining(); i++) {
            into.putLong(dues[i]).putLong(locations[i]);
        }
    }

    /** Tells all entries. */
    void forEach(DelayBucket.Sink sink) throws IOException {
        for (int i = 0; i < size; i++) {
            sink.add(dues[i], locations[i]);
        }
    }

    /** Puts an entry at the root of the first entries of the array, and down to where it belongs. */
    private void sink(long due, long location, int count) {
        int at = 0;
        while (2 * at + 1 < count) {
            int child = 2 * at + 1;
            if (child + 1 < count && isBefore(dues[child + 1], locations[child + 1], child)) {
                child++;
            }
            if (isBefore(due, location, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        set(at, due, location);
    }

    private boolean isBefore(long due, long location, int other) {
        return due < dues[other] || (due == dues[other] && location < locations[other]);
    }

    private void move(int from, int to) {
        set(to, dues[from], locations[from]);
    }

    private void set(int at, long due, long location) {
        dues[at] = due;
        locations[at] = location;
    }
}
