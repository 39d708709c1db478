package dev.scalekit.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the customers saw who looked at their order right after the receipt. Thread-safe.
 *
 * <p>Counted from when every web server knows of the replicas: a receipt of one that does not says nothing of how far the
 * database has got.
 */
final class OwnReads {
    private final AtomicLong checked = new AtomicLong();
    private final AtomicLong elsewhere = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    /** Guarded by itself. */
    private final List<Long> stale = new ArrayList<>();

    private volatile boolean counts;

    /** Counts from now on. */
    void begin() {
        counts = true;
    }

    /** Asked before an order is sent. */
    boolean hasBegun() {
        return counts;
    }

    /**
     * Notes what came of a look.
     *
     * @param isThere whether the order was shown
     * @param isElsewhere whether another web server answered than had given the receipt
     */
    void looked(long reference, boolean isThere, boolean isElsewhere) {
        checked.incrementAndGet();
        if (isElsewhere) {
            elsewhere.incrementAndGet();
        }
        if (!isThere) {
            synchronized (stale) {
                stale.add(reference);
            }
        }
    }

    /** Notes a look that says nothing of the order: the shop failed, or wanted a login first. */
    void unanswered() {
        unanswered.incrementAndGet();
    }

    long checkedCount() {
        return checked.get();
    }

    long elsewhereCount() {
        return elsewhere.get();
    }

    long unansweredCount() {
        return unanswered.get();
    }

    /** Returns the references of the orders that were not shown. */
    List<Long> stale() {
        synchronized (stale) {
            return List.copyOf(stale);
        }
    }
}
