package dev.scalekit.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes sessions whose time is over: in batches that take a few milliseconds each, so that nobody waits for their locks,
 * and for so long in all. With a thread of its own it does so at intervals that differ a little from server to server. That
 * several do it at once is no harm: none waits for another's rows. Thread-safe.
 */
final class Cleaner {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStore.class);

    private static final int LARGEST_BATCH = 250;
    private static final int SMALLEST_BATCH = 50;
    private static final Duration LONG_BATCH = Duration.ofMillis(20);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(10);

    private final SessionOptions options;
    private final IntFunction<List<SessionInfo>> remove;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private boolean closed; // guarded by lock
    private @Nullable Thread thread; // guarded by lock

    /** How many to remove at once, by how long the last batch took. Several may write it: each has measured. */
    private volatile int batch = 100;

    Cleaner(SessionOptions options, IntFunction<List<SessionInfo>> remove) {
        this.options = options;
        this.remove = remove;
    }

    void start() {
        if (options.cleanupEvery().isZero()) {
            return;
        }
        Thread cleaning = new Thread(this::run, "scalekit-session-" + options.name() + "-cleanup");
        cleaning.setDaemon(true);
        lock.lock();
        try {
            thread = cleaning;
            cleaning.start();
        } finally {
            lock.unlock();
        }
    }

    int cleanUp() {
        long begin = options.ticker().nanos();
        int removed = 0;
        boolean isMore = true;
        while (isMore && options.ticker().nanos() - begin < LONGEST_ROUND.toNanos() && !isClosed()) {
            int limit = batch;
            int last = removeBatch(limit);
            removed += last;
            isMore = last == limit;
        }
        return removed;
    }

    private int removeBatch(int limit) {
        long begin = options.ticker().nanos();
        int removed = remove.apply(limit).size();
        boolean isLong = options.ticker().nanos() - begin > LONG_BATCH.toNanos();
        batch = isLong ? Math.max(SMALLEST_BATCH, limit / 2) : Math.min(LARGEST_BATCH, limit + limit / 4);
        return removed;
    }

    private void run() {
        boolean failed = false;
        while (!isClosedAfter(jittered())) {
            try {
                int removed = cleanUp();
                LOG.debug("{}: removed {} sessions whose time was over", options.name(), removed);
                if (failed) {
                    LOG.info("{}: sessions whose time is over are removed again", options.name());
                }
                failed = false;
            } catch (Throwable e) {
                // The thread lives on, also after an Error of a driver: the next round may succeed. Said once, not each
                // minute of an outage.
                if (!failed) {
                    LOG.warn(
                            "{}: sessions whose time is over were not removed; tried again each {}",
                            options.name(),
                            options.cleanupEvery(),
                            e);
                }
                failed = true;
            }
        }
    }

    /** Between half and one and a half of the interval. */
    private long jittered() {
        long nanos = options.cleanupEvery().toNanos();
        return nanos / 2 + ThreadLocalRandom.current().nextLong(nanos);
    }

    /** Waits for so long, or until the store is closed. */
    private boolean isClosedAfter(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!closed && left > 0) {
                left = closing.awaitNanos(left);
            }
            return closed;
        } catch (InterruptedException e) {
            // A listener was interrupted and said so, which is no reason for this thread to end: only close() is.
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread, and waits until it has: at most for one batch. */
    void close() {
        Thread cleaning;
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
            cleaning = thread;
        } finally {
            lock.unlock();
        }
        if (cleaning != null && cleaning != Thread.currentThread()) {
            join(cleaning);
        }
    }

    private static void join(Thread thread) {
        try {
            TimeUnit.SECONDS.timedJoin(thread, 30);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
