package dev.scalekit.routing.balance;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what is the user's, and the log, in order, by a thread that has no lock. Thread-safe. */
final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(LoadBalancer.class);
    private static final int MOST_OFFERED = 100_000;

    private final String name;
    private final Executor executor;
    /** Calls of the listener that wait. */
    private final AtomicInteger offered = new AtomicInteger();

    private final AtomicInteger missed = new AtomicInteger();

    /** @param executor runs one at a time, in the order in which they come */
    Callbacks(String name, Executor executor) {
        this.name = name;
        this.executor = executor;
    }

    /** Has the listener called soon, unless it is so slow that very much waits for it. */
    void offer(Runnable callback) {
        if (offered.get() >= MOST_OFFERED) {
            missed.incrementAndGet();
            return;
        }
        offered.incrementAndGet();
        run(() -> {
            offered.decrementAndGet();
            int lost = missed.getAndSet(0);
            if (lost > 0) {
                LOG.warn("{}: the listener was {} calls behind, and missed {}", name, MOST_OFFERED, lost);
            }
            callback.run();
        });
    }

    /** Has something called soon, whatever waits before it. */
    void run(Runnable callback) {
        try {
            executor.execute(() -> runNow(callback));
        } catch (RejectedExecutionException e) {
            // The balancer was closed meanwhile, and nobody listens any more.
            LOG.debug("{}: closed, and its listener is not told any more", name, e);
        }
    }

    private void runNow(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            // Also an Error: it is the user's, and the next call comes all the same.
            LOG.warn("{}: the listener threw; the balancer goes on", name, e);
        }
    }
}
