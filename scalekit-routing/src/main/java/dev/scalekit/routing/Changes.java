package dev.scalekit.routing;

import java.sql.SQLException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Has threads wait for something to be known. Thread-safe. */
final class Changes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Something else is known. */
    void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something is known, or the time is over.
     *
     * @throws SQLException if the thread is interrupted, which it then still is
     */
    void await(BooleanSupplier isKnown, long nanos) throws SQLException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !isKnown.getAsBoolean()) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoNodeException("Interrupted while waiting for a node", e);
        } finally {
            lock.unlock();
        }
    }
}
