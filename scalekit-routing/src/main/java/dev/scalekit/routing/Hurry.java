package dev.scalekit.routing;

import java.time.Duration;

/**
 * How often a node is asked now: hurriedly just after a failure, and while there has been no primary, but not for long. A node
 * that has not answered for long is asked calmly in any case. Thread-safe.
 */
final class Hurry {
    /** For how long a failure that somebody has met is a reason. */
    private static final long ALARM = Duration.ofSeconds(2).toNanos();

    /** After so long without a primary, or without an answer, it is no matter of milliseconds any more. */
    private static final long LONG = Duration.ofSeconds(30).toNanos();

    private final Pace pace;
    private volatile long alarmedNanos;
    private volatile long primaryNanos;

    Hurry(Pace pace, long nowNanos) {
        this.pace = pace;
        this.alarmedNanos = nowNanos - ALARM;
        this.primaryNanos = nowNanos;
    }

    /** Somebody has met a failure; returns whether all have to be woken for it: not if they just were. */
    boolean alarm(long nowNanos) {
        if (nowNanos - alarmedNanos < pace.inPanic().toNanos()) {
            // Ten thousand callers meet the same failure at once.
            return false;
        }
        alarmedNanos = nowNanos;
        return true;
    }

    void primaryIsThere(long nowNanos) {
        primaryNanos = nowNanos;
    }

    /** @param silentNanos for how long the node has not answered */
    Duration interval(boolean hasPrimary, long silentNanos, long nowNanos) {
        if (silentNanos >= LONG) {
            return pace.every();
        }
        boolean isAlarmed = nowNanos - alarmedNanos < ALARM;
        boolean isNewlyWithout = !hasPrimary && nowNanos - primaryNanos < LONG;
        return isAlarmed || isNewlyWithout ? pace.inPanic() : pace.every();
    }
}
