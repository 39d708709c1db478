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

    private final long shortestNanos;
    private final Ticker ticker = Ticker.system();
    private final LongSupplier step;
    private final Thread thread;
    private volatile boolean woken;
    private volatile boolean closed;

    /**
     * @param shortest how long to rest at least, however often it is woken
     * @param step returns in how many nanoseconds it has to be done again, unless it is woken
     */
    Repeating(String name, Duration shortest, LongSupplier step) {
        this.shortestNanos = shortest.toNanos();
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
            rest(step());
        }
    }

    /** Looks first: what the step waits for may have taken the permit that a wake has left. */
    private void rest(long nanos) {
        long begin = ticker.nanos();
        while (!closed) {
            long left = (woken ? shortestNanos : nanos) - (ticker.nanos() - begin);
            if (left <= 0) {
                return;
            }
            LockSupport.parkNanos(this, left);
            // Nobody interrupts it but by mistake, and it would never rest again.
            Thread.interrupted();
        }
    }

    private long step() {
        try {
            return Math.max(step.getAsLong(), shortestNanos);
        } catch (Throwable e) {
            warn(e);
            return Math.max(AFTER_FAILURE, shortestNanos);
        }
    }

    /** Also a log may fail, for want of memory for example, and that must not be the end. */
    private void warn(Throwable failure) {
        try {
            LOG.warn("{} has failed, and goes on", thread.getName(), failure);
        } catch (Throwable e) {
            // It is said again if it goes on.
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
