package dev.scalekit.queue;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Runs I/O of a caller on a thread of its own: an interrupt would close the channel that the caller is at, and clearing the
 * flag before does not help against one that comes meanwhile. Thread-safe.
 */
final class IoThread {
    private IoThread() {}

    /**
     * Waits for the call to end, however often the caller is interrupted; the flag is set again afterwards.
     *
     * @param name of the thread
     * @throws IOException what the call threw, as are its unchecked exceptions and errors
     */
    static <T> T call(String name, Callable<T> call) throws IOException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException rethrown(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException expected ? expected : new IOException(cause);
    }
}
