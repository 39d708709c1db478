package dev.scalekit.queue;

import java.io.IOException;
import java.util.PriorityQueue;

/**
 * The entries that are due soon, or are and nobody takes them: a heap, and whenever it is full, a sorted file of all that is in
 * it. So a million that are due in the same minute take the memory of a heap and a page for each file. Not thread-safe.
 */
final class NearDelays {
    private final DelayFiles files;
    private final DelayHeap heap = new DelayHeap();
    private final PriorityQueue<DelayRun> runs = new PriorityQueue<>();

    NearDelays(DelayFiles files) {
        this.files = files;
    }

    boolean isEmpty() {
        return heap.size() == 0 && runs.isEmpty();
    }

    /** Returns whether it takes no more without a file, so that nothing should be added before there is need. */
    boolean isFull() {
        return heap.isFull() || !runs.isEmpty();
    }

    /**
     * Adds an entry.
     *
     * @throws IOException if the heap is full and could not be written; the entry is not added then
     */
    void add(long dueMillis, long location) throws IOException {
        if (heap.isFull()) {
            runs.add(DelayRun.of(files, heap));
            heap.clear();
        }
        heap.add(dueMillis, location);
    }

    /** Returns when the first entry is due; {@code Long.MAX_VALUE} for none. */
    long firstDue() {
        long inHeap = heap.size() == 0 ? Long.MAX_VALUE : heap.firstDue();
        DelayRun run = runs.peek();
        return run == null ? inHeap : Math.min(inHeap, run.firstDue());
    }

    /**
     * Removes the first entry of those that there must be, and returns its location.
     *
     * @throws IOException if what comes after it cannot be read; it is not removed then
     */
    long removeFirst() throws IOException {
        DelayRun run = runs.peek();
        if (run == null || isHeapFirst(run)) {
            long location = heap.firstLocation();
            heap.removeFirst();
            return location;
        }
        long location = run.firstLocation();
        boolean more = run.removeFirst();
        // Its place is another one now.
        runs.remove();
        if (more) {
            runs.add(run);
        }
        return location;
    }

    private boolean isHeapFirst(DelayRun run) {
        if (heap.size() == 0 || heap.firstDue() != run.firstDue()) {
            return heap.size() > 0 && heap.firstDue() < run.firstDue();
        }
        return heap.firstLocation() < run.firstLocation();
    }

    /** Tells all entries, in no order. */
    void forEach(DelayBucket.Sink sink) throws IOException {
        heap.forEach(sink);
        for (DelayRun run : runs) {
            run.forEach(sink);
        }
    }

    int inMemory() {
        return heap.size() + runs.stream().mapToInt(DelayRun::inMemory).sum();
    }
}
