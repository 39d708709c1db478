package dev.scalekit.queue;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Somebody who waits for a message. Thread-safe. */
final class Demand {
    /** null -> a lease, an exception, or that it is not wanted any more. */
    private final AtomicReference<@Nullable Object> outcome = new AtomicReference<>();

    private final Thread waiter = Thread.currentThread();
    private volatile boolean isLast;

    private enum Gone {
        GONE
    }

    /** Hands over a lease; false if nobody waits any more. */
    boolean fulfil(Lease lease) {
        return settle(lease);
    }

    void fail(QueueException e) {
        settle(e);
    }

    private boolean settle(Object result) {
        if (outcome.compareAndSet(null, result)) {
            LockSupport.unpark(waiter);
            return true;
        }
        return false;
    }

    /** Says that its time is over: it takes what is there at the next look, and ends. */
    void lastLook() {
        isLast = true;
    }

    /** Ends it with nothing, if its time is over; returns whether it has ended. */
    boolean endLook() {
        if (isLast) {
            outcome.compareAndSet(null, Gone.GONE);
            LockSupport.unpark(waiter);
        }
        return !isOpen();
    }

    /** Says that nobody waits any more; what was handed over before that is still to be taken by {@link #lease}. */
    void giveUp() {
        outcome.compareAndSet(null, Gone.GONE);
    }

    boolean hasFailed() {
        return outcome.get() instanceof QueueException;
    }

    boolean isOpen() {
        return outcome.get() == null;
    }

    /** Returns the lease; null if there is none. */
    @Nullable
    Lease lease() {
        Object result = outcome.get();
        if (result instanceof QueueException e) {
            throw e;
        }
        return result instanceof Lease lease ? lease : null;
    }
}
