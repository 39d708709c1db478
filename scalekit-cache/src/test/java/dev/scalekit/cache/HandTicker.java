package dev.scalekit.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A ticker that moves only when a test says so. It begins a minute before zero, for zero is no moment like another. Thread-safe. */
final class HandTicker implements Ticker {
    private final AtomicLong nanos = new AtomicLong(-Duration.ofMinutes(1).toNanos());

    @Override
    public long nanos() {
        return nanos.get();
    }

    void set(long now) {
        nanos.set(now);
    }

    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
