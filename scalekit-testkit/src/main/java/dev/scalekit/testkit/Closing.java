package dev.scalekit.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes every step of a closing, whatever becomes of one of them and whether or not the thread is interrupted: a test that
 * timed out is interrupted, and what it started must go all the same. Thread-safe.
 */
public final class Closing {
    private Closing() {}

    /**
     * Takes the steps, one after the other. The interrupt flag is down meanwhile; a step that failed while it went up is
     * taken again, so a step must stand being taken twice. At the end the flag is up if it was at any moment.
     *
     * @throws RuntimeException what the first failed step threw, with those of the others as suppressed
     */
    public static void all(List<Runnable> steps) {
        boolean interrupted = false;
        RuntimeException failure = null;
        for (Runnable step : steps) {
            RuntimeException failed;
            do {
                interrupted |= Thread.interrupted();
                failed = failureOf(step);
            } while (failed != null && Thread.currentThread().isInterrupted());
            if (failure == null) {
                failure = failed;
            } else if (failed != null) {
                failure.addSuppressed(failed);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable RuntimeException failureOf(Runnable step) {
        try {
            step.run();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }
}
