package dev.scalekit.queue;

import java.util.OptionalLong;

/**
 * Lets ten warnings of a kind through a minute, so that a thousand failures a second do not fill the log, and a new failure
 * after a quiet hour is still heard of. Thread-safe.
 */
final class WarningLimit {
    private static final int MOST = 10;
    private static final long PERIOD_NANOS = 60_000_000_000L;

    private final Ticker ticker;
    private long periodStart;
    private int passed;
    private long heldBack;

    WarningLimit(Ticker ticker) {
        this.ticker = ticker;
        this.periodStart = ticker.nanos();
    }

    /** Returns how many were held back since the last one that passed; empty if this one is held back as well. */
    synchronized OptionalLong pass() {
        long now = ticker.nanos();
        if (now - periodStart >= PERIOD_NANOS) {
            periodStart = now;
            passed = 0;
        }
        if (passed == MOST) {
            heldBack++;
            return OptionalLong.empty();
        }
        passed++;
        long before = heldBack;
        heldBack = 0;
        return OptionalLong.of(before);
    }
}
