package dev.scalekit.routing.balance;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a balancer: daemons with its name, those of probes end when nothing is to be done, all at {@link #close}.
 * Thread-safe.
 */
final class Threads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadBalancer.class);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final String name;
    private final ExecutorService probes;
    private final ExecutorService callbacks;

    /** @param name what the threads' names begin with */
    Threads(String name) {
        this.name = name;
        probes = onDemand(name + "-probe-", IDLE);
        // Without a bound: it is Callbacks that counts. Its thread is there from the beginning, so that what is told
        // under
        // the lock cannot fail for want of one.
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name + "-callbacks-"));
        one.prestartCoreThread();
        callbacks = one;
    }

    /** Returns a pool with a daemon for each task that runs, which end after some idle time; the tasks are bounded. */
    static ExecutorService onDemand(String prefix, Duration idle) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                idle.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                daemons(prefix));
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicLong number = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    String name() {
        return name;
    }

    ExecutorService probes() {
        return probes;
    }

    ExecutorService callbacks() {
        return callbacks;
    }

    /** Interrupts probes, has callbacks finish that wait already, and waits up to ten seconds for both. */
    @Override
    public void close() {
        probes.shutdownNow();
        callbacks.shutdown();
        long end = Ticker.system().nanos() + CLOSE.toNanos();
        try {
            await(probes, "-probe-", "a probe", end);
            await(callbacks, "-callbacks-", "the listener", end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(ExecutorService executor, String kind, String what, long end) throws InterruptedException {
        // Who closes from within would wait for himself.
        boolean within = Thread.currentThread().getName().startsWith(name + kind);
        long left = Math.max(0, end - Ticker.system().nanos());
        if (!within && !executor.awaitTermination(left, TimeUnit.NANOSECONDS)) {
            LOG.warn("{}: {} has not returned after {}; its thread is left behind", name, what, CLOSE);
        }
    }
}
