package dev.scalekit.routing.balance;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs probes where they may block. Thread-safe. */
final class Prober {
    private static final Logger LOG = LoggerFactory.getLogger(LoadBalancer.class);
    private static final int LONGEST_REASON = 300;

    private final Executor executor;

    Prober(Executor executor) {
        this.executor = executor;
    }

    /**
     * Runs one.
     *
     * @param well gets what it returned
     * @param ill gets why it did not, for people
     * @param missed called if it could not be run, and nothing is known
     */
    <R> void start(Callable<R> probe, Consumer<R> well, Consumer<String> ill, Runnable missed) {
        try {
            executor.execute(() -> run(probe, well, ill));
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed, and a probe is not made any more", e);
            missed.run();
        } catch (Error e) {
            // No thread, or no memory for one: our trouble, which must not take every endpoint down.
            LOG.warn("A probe could not be made", e);
            missed.run();
        }
    }

    private static <R> void run(Callable<R> probe, Consumer<R> well, Consumer<String> ill) {
        R result;
        try {
            result = probe.call();
        } catch (Throwable e) {
            // Also an Error: one bad probe must not keep the others from being made.
            ill.accept(reason(e));
            return;
        }
        well.accept(result);
    }

    private static String reason(Throwable e) {
        String message;
        try {
            message = e.getMessage();
        } catch (Throwable worse) {
            // It is the user's method, and the round has to end.
            message = null;
        }
        String text = e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        return Bounds.printable(text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "...");
    }
}
