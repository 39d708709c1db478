package dev.scalekit.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call on a thread of its own. */
final class BackgroundCall<T> implements AutoCloseable {
    private final FutureTask<T> task;
    private final Thread thread;

    BackgroundCall(Callable<T> call) {
        task = new FutureTask<>(call);
        thread = new Thread(task, "scalekit-testkit-background-call");
        thread.setDaemon(true);
        thread.start();
    }

    boolean isDone() {
        return task.isDone();
    }

    void interrupt() {
        thread.interrupt();
    }

    T get() throws ExecutionException, InterruptedException, TimeoutException {
        return task.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
