package dev.scalekit.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * For how long callers wait for a load. Immutable.
 *
 * @param soft while there is something old to return instead, from when the load began; null for as long as otherwise
 * @param hard otherwise, from when they called; null for ever
 */
record Patience(@Nullable Duration soft, @Nullable Duration hard) {
    /** Tells whether nobody leaves before a load is over, so that whoever wants it may as well do it. */
    boolean isEndless() {
        return soft == null && hard == null;
    }

    static Duration left(long startedNanos, Duration time, long nowNanos) {
        return Duration.ofNanos(Math.max(0, startedNanos + time.toNanos() - nowNanos));
    }
}
