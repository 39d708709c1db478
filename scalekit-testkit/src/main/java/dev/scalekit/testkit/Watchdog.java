package dev.scalekit.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does something if it is not closed in time, on a thread of its own. Thread-safe. */
final class Watchdog implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    /** Whoever sets it first: the end of the time, or the end of what was watched. */
    private final AtomicBoolean decided = new AtomicBoolean();

    private final Thread thread;
    private volatile boolean expired;

    /**
     * Starts to watch.
     *
     * @param bite ends what hangs; called at most once, and never after {@link #close} has begun
     */
    Watchdog(String name, Duration bound, Runnable bite) {
        this.thread = new Thread(() -> watch(bound, bite), "scalekit-testkit-watchdog-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns whether the time was over before this was closed. */
    boolean hasExpired() {
        return expired;
    }

    /** Ends the watch; waits for the bite if it has begun. */
    @Override
    public void close() {
        decided.set(true);
        closed.countDown();
        Closing.all(List.of(this::join));
    }

    private void watch(Duration bound, Runnable bite) {
        try {
            if (!closed.await(bound.toNanos(), TimeUnit.NANOSECONDS) && decided.compareAndSet(false, true)) {
                expired = true;
                bite.run();
            }
        } catch (InterruptedException e) {
            // Nobody has this thread to interrupt it.
        }
    }

    private void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + thread.getName() + " ended", e);
        }
    }
}
