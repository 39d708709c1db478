package dev.scalekit.queue;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets in no more bytes than may wait in memory until they are written. Thread-safe. */
final class Gate {
    /** About what an entry takes besides its bytes. */
    private static final int OVERHEAD = 256;

    private final int most;
    private final Semaphore free;

    Gate(int most) {
        this.most = most;
        this.free = new Semaphore(most, true);
    }

    /** Returns what {@link #leave} has to be told for messages of so many bytes. */
    int weight(int bytes, int messages) {
        // Half at most, or a large list would have to wait until there is nobody else.
        return (int) Math.min(most / 2, bytes + (long) OVERHEAD * messages);
    }

    /** Waits until there is room; false if there was none in time. */
    boolean enter(int weight, Duration patience) throws InterruptedException {
        // Without a time it would overtake those that wait.
        return free.tryAcquire(weight, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    void leave(int weight) {
        free.release(weight);
    }

    int most() {
        return most;
    }
}
