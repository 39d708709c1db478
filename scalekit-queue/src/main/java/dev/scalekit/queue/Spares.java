package dev.scalekit.queue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Segments that are ready before they are needed, so that no caller waits while one is filled with zeros. Thread-safe. */
final class Spares implements AutoCloseable {
    /*
     * The lock is held while a segment is created: segments are taken in the order of their numbers, which is the order of
     * the log, so whoever takes one must wait for the one that is being created.
     */
    private final ReentrantLock lock = new ReentrantLock();
    private final Disk disk;
    private final int segmentBytes;
    private final long seed;
    private final Deque<Segment> ready = new ArrayDeque<>();
    private long lastNumber;
    private volatile int count;

    /** @param lastNumber the highest that a segment ever had */
    Spares(Disk disk, int segmentBytes, long seed, long lastNumber) {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.seed = seed;
        this.lastNumber = lastNumber;
    }

    /** Takes over segments that an earlier life has left ready, in the order of their numbers. */
    Spares with(List<Segment> left) {
        ready.addAll(left);
        count = ready.size();
        return this;
    }

    /** Returns how many are ready. */
    int count() {
        return count;
    }

    int segmentBytes() {
        return segmentBytes;
    }

    /** Makes one more ready. */
    void prepare() throws IOException {
        lock.lock();
        try {
            ready.addLast(create());
            count = ready.size();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next segment, created now if none is ready. */
    Segment take() throws IOException {
        lock.lock();
        try {
            Segment next = ready.pollFirst();
            count = ready.size();
            return next == null ? create() : next;
        } finally {
            lock.unlock();
        }
    }

    private Segment create() throws IOException {
        return Segment.create(disk, new SegmentHeader(segmentBytes, ++lastNumber, seed));
    }

    /** Closes those that were not used. They are left for the next life, which may find the disk full. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            for (Segment segment = ready.pollFirst(); segment != null; segment = ready.pollFirst()) {
                segment.close();
            }
            count = 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return disk + " with " + count + " spare segments";
    }
}
