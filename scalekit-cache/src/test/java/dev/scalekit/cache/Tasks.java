package dev.scalekit.cache;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** An executor whose tasks a test runs, or that refuses them. Thread-safe. */
final class Tasks implements Executor {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Error error;
    private volatile boolean isFull;

    @Override
    public void execute(Runnable task) {
        Error planted = error;
        if (planted != null) {
            throw planted;
        }
        if (isFull) {
            throw new RejectedExecutionException("planted");
        }
        waiting.add(task);
    }

    void refuse() {
        isFull = true;
    }

    void refuseWith(Error planted) {
        error = planted;
    }

    void accept() {
        isFull = false;
        error = null;
    }

    int waiting() {
        return waiting.size();
    }

    /** Runs all that wait, and what comes of them. */
    void runAll() {
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
    }
}
