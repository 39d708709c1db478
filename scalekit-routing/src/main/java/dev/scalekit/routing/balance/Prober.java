package dev.scalekit.routing.balance;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Runs probes where they may block. Thread-safe. */
final class Prober {
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
     */
    <R> void start(Callable<R> probe, Consumer<R> well, Consumer<String> ill) {
        try {
            executor.execute(() -> run(probe, well, ill));
        } catch (RejectedExecutionException e) {
            ill.accept("the balancer is closed");
        } catch (Error e) {
            // There is no thread, or no memory for one. Nothing is known then, which is no sign of health.
            ill.accept(reason(e));
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
        String message = e.getMessage();
        String text = e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        return Bounds.printable(text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "...");
    }
}
