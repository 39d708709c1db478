package dev.scalekit.routing;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does things on daemon threads, which are there only while there is something to do. Thread-safe. */
final class Tasks implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);
    private static final int LONGEST_QUEUE = 1_000;

    private final String name;
    private final ThreadPoolExecutor thread;

    /** @param threads how many things are done at once; one after the other if that is 1 */
    Tasks(String name, int threads) {
        this.name = name;
        thread = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(LONGEST_QUEUE),
                task -> {
                    Thread made = new Thread(task, name);
                    made.setDaemon(true);
                    return made;
                },
                (task, executor) -> {
                    if (!executor.isShutdown()) {
                        LOG.warn("{} has {} calls to make, and leaves one out", name, LONGEST_QUEUE);
                    }
                });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Does it when those before are done; what it throws is logged. */
    @Override
    public void execute(Runnable task) {
        thread.execute(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                // An Error too: nobody else would hear of it.
                LOG.warn("{}: a call has failed", name, e);
            }
        });
    }

    /** Leaves out what waits, interrupts what runs, and waits a moment for that. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("{} has not returned after 10 seconds; it is left behind", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
