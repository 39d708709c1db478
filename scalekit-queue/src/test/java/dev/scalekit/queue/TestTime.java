package dev.scalekit.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks that stand still until a test moves them. Thread-safe. */
final class TestTime {
    private final AtomicLong nanos = new AtomicLong(-1_000_000_000);
    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);

    /** The wall clock. */
    InstantSource wall() {
        return this::now;
    }

    /** The monotonic clock; begins below zero, as the system's may. */
    Ticker ticker() {
        return nanos::get;
    }

    Instant now() {
        return Instant.ofEpochMilli(millis.get());
    }

    void pass(Duration duration) {
        setWall(duration);
        stall(duration);
    }

    /** Sets the wall clock forward, or back, while no time passes. */
    void setWall(Duration by) {
        millis.addAndGet(by.toMillis());
    }

    /** Lets time pass that the wall clock does not show. */
    void stall(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }
}
