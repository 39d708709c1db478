package dev.scalekit.routing.balance;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what is the user's, in order, by a thread that has no lock. Thread-safe. */
final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(LoadBalancer.class);

    private final String name;
    private final Executor executor;

    /** @param executor runs one at a time, in the order in which they come */
    Callbacks(String name, Executor executor) {
        this.name = name;
        this.executor = executor;
    }

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
