package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock that is looked at much faster than the system's, and is late by some milliseconds: one thread moves it for all caches,
 * while there is one that uses it. If that thread does not get to run, it is late by as much. Thread-safe.
 *
 * <p>Only what is served is looked up with it, to be served for so much longer at most; what is written has the time of the system.
 */
final class CoarseClock implements Ticker {
    /** One thread a cache would wake the processor two hundred times a second for each. */
    static final CoarseClock SHARED = new CoarseClock(Ticker.system(), CoarseClock::thread);

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Ticker exact;
    private final ThreadFactory threads;
    private final ReentrantLock lock = new ReentrantLock();
    private int users;
    private volatile @Nullable Thread mover;
    private volatile long now;

    CoarseClock(Ticker exact, ThreadFactory threads) {
        this.exact = exact;
        this.threads = threads;
    }

    /** Makes one that may outlive the application that was the first to want it, and does not hold on to that. */
    static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "scalekit-cache-clock", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public long nanos() {
        return now;
    }

    /** Keeps it moving until {@link #release}. */
    void acquire() {
        lock.lock();
        try {
            if (users == 0) {
                now = exact.nanos();
                Thread started = threads.newThread(this::move);
                mover = started;
                // Throws if there is no room for a thread: nobody uses it then.
                started.start();
            }
            users++;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            users--;
            if (users == 0) {
                Thread ended = requireNonNull(mover);
                mover = null;
                LockSupport.unpark(ended);
            }
        } finally {
            lock.unlock();
        }
    }

    private void move() {
        while (Thread.currentThread().equals(mover)) {
            now = exact.nanos();
            LockSupport.parkNanos(TICK_NANOS);
        }
    }
}
