package dev.scalekit.routing.balance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that does what is due, until it is closed; nothing that is thrown ends it. Thread-safe. */
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadBalancer.class);
    /** Not oftener, unless it is woken: what comes in between is done together. */
    private static final long SHORTEST_WAIT = Duration.ofMillis(1).toNanos();

    private static final long WAIT_AFTER_FAILURE = Duration.ofSeconds(1).toNanos();

    private final LongSupplier step;
    private final Thread thread;
    private volatile boolean signalled;
    private volatile boolean closed;

    /** @param step does what is due, and returns in how many nanoseconds something is */
    Watch(String name, LongSupplier step) {
        this.step = step;
        thread = new Thread(this::run, name + "-watch");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Has it look again soon. */
    void wake() {
        signalled = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            signalled = false;
            long wait = step();
            if (!signalled && !closed) {
                LockSupport.parkNanos(this, Math.max(wait, SHORTEST_WAIT));
            }
            // Nobody interrupts it but by mistake, and it would never wait again.
            Thread.interrupted();
        }
    }

    private long step() {
        try {
            return step.getAsLong();
        } catch (Throwable e) {
            LOG.warn("{}: a round failed, and is made again in a second", thread.getName(), e);
            return WAIT_AFTER_FAILURE;
        }
    }

    /** Ends the thread, and waits for that, unless it is the caller. */
    @Override
    public void close() {
        closed = true;
        wake();
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return thread.getName();
    }
}
