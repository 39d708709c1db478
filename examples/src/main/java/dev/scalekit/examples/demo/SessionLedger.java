package dev.scalekit.examples.demo;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the customers know of their sessions. Thread-safe.
 *
 * <p>When sessions move to another place, those from before stay behind, and it is no news that they are gone. So the time
 * is divided into eras: a session is lost if it was begun in the present one.
 */
final class SessionLedger {
    private final AtomicInteger era = new AtomicInteger();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    int era() {
        return era.get();
    }

    /** Notes that from now on sessions are begun in another place. */
    void move() {
        era.incrementAndGet();
    }

    void begun() {
        begun.incrementAndGet();
    }

    /** Notes that somebody who was logged in is told to log in again. */
    void lost(int since) {
        if (since == era.get()) {
            lost.incrementAndGet();
        }
    }

    long begunCount() {
        return begun.get();
    }

    long lostCount() {
        return lost.get();
    }
}
