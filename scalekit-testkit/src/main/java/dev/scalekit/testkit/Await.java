package dev.scalekit.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what another process does and tells nobody about: a server that starts, a standby that catches up.
 *
 * <p>Inside one process there is something better: a latch, a future, a virtual clock. Thread-safe.
 */
public final class Await {
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private Await() {}

    /**
     * Returns as soon as the condition holds, looking every 5 ms.
     *
     * @param what completes the sentence "waited in vain for ..."
     * @param timeout how long to wait at most; generous, since it only guards against hanging
     * @throws IllegalStateException after the timeout, or if the thread is interrupted (the flag stays set)
     */
    public static void until(String what, Duration timeout, BooleanSupplier condition) {
        until(what, timeout, condition, () -> "");
    }

    /**
     * As {@link #until(String, Duration, BooleanSupplier)}, and says more when it waited in vain.
     *
     * @param evidence asked once, after the timeout; its answer ends the message
     */
    public static void until(String what, Duration timeout, BooleanSupplier condition, Supplier<String> evidence) {
        requireNonNull(condition, "condition");
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("Interrupted while waiting for " + what);
            }
            if (System.nanoTime() - start > timeout.toNanos()) {
                throw new IllegalStateException("Waited " + timeout + " in vain for " + what + evidence.get());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
