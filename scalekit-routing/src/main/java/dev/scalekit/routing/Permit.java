package dev.scalekit.routing;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** The right to read on the primary what a replica should have had; it is given back once, though two threads do. Thread-safe. */
final class Permit {
    private final Semaphore permits;
    private final AtomicBoolean released = new AtomicBoolean();

    /** @param permits of which one was taken */
    Permit(Semaphore permits) {
        this.permits = permits;
    }

    void release() {
        if (!released.getAndSet(true)) {
            permits.release();
        }
    }
}
