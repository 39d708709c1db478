package dev.scalekit.queue;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits awake for what is likely to come in a moment, as long as it does. For one thread. */
final class Spin {
    /*
     * A sender that is alone sends again right after it was told, and to park and be woken takes longer than that: about
     * half a force on a fast disk. So the writer stays awake for as long as a wake-up takes. When nothing came it parks the
     * next times, until it was woken so soon that staying awake would have been better. A single processor has nobody
     * else to wait for.
     */
    private static final long NANOS = 25_000;

    private final Ticker ticker;
    private final boolean isAlone = Runtime.getRuntime().availableProcessors() < 2;
    private boolean isWorthIt = true;

    Spin(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Waits until something is so, for some nanoseconds at most, awake or parked; may return early. */
    void await(Object blocker, long nanos, BooleanSupplier so) {
        long start = ticker.nanos();
        if (isWorthIt && !isAlone) {
            while (!so.getAsBoolean() && ticker.nanos() - start < NANOS) {
                Thread.onSpinWait();
            }
            if (so.getAsBoolean()) {
                return;
            }
        }
        LockSupport.parkNanos(blocker, nanos);
        isWorthIt = ticker.nanos() - start < 3 * NANOS;
    }
}
