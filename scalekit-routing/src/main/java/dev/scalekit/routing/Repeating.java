package dev.scalekit.routing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that does something again and again, until it is closed; nothing that is thrown ends it, and no interrupt.
 * Thread-safe.
 */
final class Repeating implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);
    private static final long AFTER_FAILURE = Duration.ofMillis(100).toNanos();
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final LongSupplier step;
    private final Thread thread;
    private volatile boolean woken;
    private volatile boolean closed;

    /** @param step returns in how many nanoseconds it has to be done again, unless it is woken */
    Repeating(String name, LongSupplier step) {
        this.step = step;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Has it done soon. */
    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            woken = false;
            long wait = step();
            if (!woken && !closed) {
                LockSupport.parkNanos(this, wait);
            }
            // Nobody interrupts it but by mistake, and it would never wait again.
            Thread.interrupted();
        }
    }

    private long step() {
        try {
            return step.getAsLong();
        } catch (Throwable e) {
            LOG.warn("{} has failed, and goes on", thread.getName(), e);
            return AFTER_FAILURE;
        }
    }

    /** Has it end after the step that it is at. */
    void stop() {
        closed = true;
        wake();
    }

    /** Has it end, and waits up to ten seconds for that, unless it is the caller. */
    @Override
    public void close() {
        stop();
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            TimeUnit.SECONDS.timedJoin(thread, CLOSE.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("{} has not returned after {}; it is left behind", thread.getName(), CLOSE);
        }
    }

    @Override
    public String toString() {
        return thread.getName();
    }
}
