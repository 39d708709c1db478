package dev.scalekit.routing;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
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

    /** Has it done soon, and begun after this call. Whoever has been told that already is not told again. */
    void wake() {
        if (!woken) {
            woken = true;
            LockSupport.unpark(thread);
        }
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
        LockSupport.unpark(thread);
    }

    /** Has it end, and interrupts what it is at: nobody waits for it any more. */
    void abandon() {
        stop();
        thread.interrupt();
    }

    boolean hasEnded() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    @Override
    public void close() {
        close(List.of(this));
    }

    /** Has all of them end, and waits up to ten seconds for all together, but not for the caller. */
    static void close(Collection<Repeating> all) {
        close(all, CLOSE);
    }

    static void close(Collection<Repeating> all, Duration bound) {
        all.forEach(Repeating::stop);
        long begin = Ticker.system().nanos();
        try {
            for (Repeating one : all) {
                one.join(bound.toNanos() - (Ticker.system().nanos() - begin));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Repeating> left = all.stream()
                .filter(one -> one.thread.isAlive() && one.thread != Thread.currentThread())
                .toList();
        if (!left.isEmpty()) {
            LOG.warn("{} have not returned within {}; they are left behind", left, bound);
        }
    }

    private void join(long nanos) throws InterruptedException {
        if (thread != Thread.currentThread()) {
            // Not at all, if nothing is left of the time.
            TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
        }
    }

    @Override
    public String toString() {
        return thread.getName();
    }
}
