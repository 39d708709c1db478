package dev.scalekit.queue;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread that owns some of the queue's state, and does what it is told in turn. A test calls {@link #step} instead, and
 * has no thread. Thread-safe, except that only one thread steps.
 */
abstract class Actor {
    private final String name;
    private volatile boolean signalled;
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;
    private final @Nullable Spin spin;

    Actor(String name) {
        this(name, null);
    }

    /** @param spin how it waits awake; null for not at all */
    Actor(String name, @Nullable Spin spin) {
        this.name = name;
        this.spin = spin;
    }

    /**
     * Does what there is to do.
     *
     * @return nanoseconds until there may be more to do if nobody wakes it, 0 if there is more already
     */
    abstract long step();

    /** Has it step soon. */
    void wake() {
        if (!signalled) {
            signalled = true;
            LockSupport.unpark(thread);
        }
    }

    /**
     * Starts the thread.
     *
     * @param crashed hears what a step has thrown, which ends the thread
     */
    void start(Consumer<Throwable> crashed) {
        Thread started = new Thread(() -> run(crashed), name);
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    private void run(Consumer<Throwable> crashed) {
        try {
            while (!stopping) {
                signalled = false;
                long wait = step();
                if (wait > 0 && !signalled && !stopping) {
                    await(wait);
                }
                // Nobody interrupts it but by mistake, and a channel would be closed by it.
                Thread.interrupted();
            }
        } catch (Throwable e) {
            try {
                crashed.accept(e);
            } finally {
                crashed();
            }
        }
    }

    private void await(long nanos) {
        if (spin == null) {
            LockSupport.parkNanos(this, nanos);
        } else {
            spin.await(this, nanos, () -> signalled || stopping);
        }
    }

    /** Lets go all who wait for it, since its thread ends by what a step has thrown. */
    void crashed() {}

    boolean isCurrentThread() {
        return thread == Thread.currentThread();
    }

    /** Has the thread end after its step, and waits for that. */
    void stop() {
        stop(Long.MAX_VALUE);
    }

    /**
     * Has the thread end after its step, and waits for that, but not for ever.
     *
     * @param nanos how long at most
     * @return whether it has ended
     */
    boolean stop(long nanos) {
        stopping = true;
        signalled = true;
        Thread running = thread;
        Ticker ticker = Ticker.system();
        long start = ticker.nanos();
        boolean interrupted = false;
        while (running != null && isRunning(running) && ticker.nanos() - start < nanos) {
            LockSupport.unpark(running);
            try {
                running.join(10);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return running == null || !isRunning(running);
    }

    private static boolean isRunning(Thread thread) {
        return thread.isAlive() && thread != Thread.currentThread();
    }

    @Override
    public String toString() {
        return name;
    }
}
