package dev.scalekit.examples.demo;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Waits for threads that were told to end. An interrupt does not cut the waiting short; the flag is set afterwards. */
final class Closing {
    private static final long PATIENCE_SECONDS = 30;

    private Closing() {}

    /** What waits. */
    @FunctionalInterface
    private interface Waiting {
        boolean forThem() throws InterruptedException;
    }

    /** Waits for a thread that was told to end, or was never started. */
    static void join(Thread thread) {
        waitFor(thread.getName(), () -> {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            return !thread.isAlive();
        });
    }

    /** Waits for the threads of an executor that was shut down. */
    static void join(ExecutorService threads, String name) {
        waitFor(name, () -> threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /** Waits so long for the threads of an executor that was shut down; returns whether they have ended. */
    static boolean isOver(ExecutorService threads, long seconds) {
        return isOver(() -> threads.awaitTermination(seconds, TimeUnit.SECONDS));
    }

    private static void waitFor(String name, Waiting waiting) {
        if (!isOver(waiting)) {
            throw new IllegalStateException(name + " did not end within " + PATIENCE_SECONDS + " s");
        }
    }

    private static boolean isOver(Waiting waiting) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return waiting.forThem();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
