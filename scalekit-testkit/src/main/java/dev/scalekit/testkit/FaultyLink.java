package dev.scalekit.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The faults of one direction as they are now, shared by all connections of a proxy. Thread-safe. */
final class FaultyLink {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LongAdder passed = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private volatile LinkFaults faults = LinkFaults.NONE;

    LinkFaults faults() {
        return faults;
    }

    void set(LinkFaults next) {
        lock.lock();
        try {
            faults = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a chunk may go on, now that its time has come and traffic does not wait; a change is seen at once. */
    LinkFaults awaitTurn(long readAt, double jitterShare) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                LinkFaults now = faults;
                if (now.swallows()) {
                    return now;
                }
                long left = readAt + delayNanos(now, jitterShare) - System.nanoTime();
                if (now.traffic() == LinkFaults.Traffic.PASSES && left <= 0) {
                    return now;
                }
                if (now.traffic() == LinkFaults.Traffic.WAITS) {
                    changed.await();
                } else {
                    changed.awaitNanos(left);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Holds the writer for as long as a number of bytes takes at the bandwidth; ends early when the faults change.
     *
     * @return whether they are still the same, so that the bytes may go
     */
    boolean pace(LinkFaults used, int bytes) throws InterruptedException {
        if (used.bytesPerSecond() == 0) {
            return true;
        }
        long left = Math.multiplyExact(bytes, Duration.ofSeconds(1).toNanos()) / used.bytesPerSecond();
        lock.lock();
        try {
            while (left > 0 && faults.equals(used)) {
                left = changed.awaitNanos(left);
            }
            return faults.equals(used);
        } finally {
            lock.unlock();
        }
    }

    void countWrite(int bytes) {
        writes.increment();
        passed.add(bytes);
    }

    long passed() {
        return passed.sum();
    }

    long writes() {
        return writes.sum();
    }

    private static long delayNanos(LinkFaults faults, double jitterShare) {
        return faults.latency().toNanos() + (long) (faults.jitter().toNanos() * jitterShare);
    }
}
