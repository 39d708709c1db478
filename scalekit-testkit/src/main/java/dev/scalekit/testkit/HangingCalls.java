package dev.scalekit.testkit;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The calls of a {@link FaultPlan} that hang now. Thread-safe. */
final class HangingCalls {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Guarded by the lock, as are its elements. */
    private final List<HangingCall> hanging = new ArrayList<>();

    /** Waits until the call is to come back; an interrupt is kept for later. */
    HangingCall.End await(HangingCall call) throws SQLException {
        HangingCall.Patience patience = call.patience();
        long deadline = System.nanoTime() + patience.nanos();
        boolean interrupted = false;
        lock.lock();
        try {
            hanging.add(call);
            changed.signalAll();
            HangingCall.End end = call.end();
            while (end == null) {
                try {
                    if (changed.awaitNanos(deadline - System.nanoTime()) <= 0) {
                        call.end(patience.end());
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                end = call.end();
            }
            return end;
        } finally {
            hanging.remove(call);
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the wait of those calls and returns whether there were any. */
    boolean end(Predicate<HangingCall> which, HangingCall.End how) {
        lock.lock();
        try {
            List<HangingCall> ended = hanging.stream().filter(which).toList();
            ended.forEach(call -> call.end(how));
            changed.signalAll();
            return !ended.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    void awaitAny(Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            while (hanging.isEmpty()) {
                if (nanos <= 0) {
                    throw new AssertionError("No call hangs after " + patience);
                }
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
