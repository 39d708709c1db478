package dev.scalekit.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers which keys were invalidated a short time ago, so that a replica of the database may not have the write yet. Keys share
 * a place by their hash code: of one that shares it with another it is said too, which costs a read on the primary. Thread-safe.
 */
final class Recent {
    private static final int PLACES = 4096;

    private final long nanos;
    private final AtomicLongArray until;
    private volatile long allUntil;

    /** @param period for how long it is remembered; zero for not at all */
    Recent(Duration period, long nowNanos) {
        nanos = period.toNanos();
        allUntil = nowNanos;
        until = new AtomicLongArray(nanos > 0 ? PLACES : 0);
        for (int place = 0; place < until.length(); place++) {
            until.set(place, nowNanos);
        }
    }

    void invalidated(Object key, long nowNanos) {
        if (nanos > 0) {
            until.set(place(key), nowNanos + nanos);
        }
    }

    /** Who knows which: all of them. */
    void invalidatedMany(long nowNanos) {
        allUntil = nowNanos + nanos;
    }

    /** Returns for how long from some time on a replica may not have the write to a key; zero if it has. */
    Duration left(Object key, long nowNanos) {
        if (nanos == 0) {
            return Duration.ZERO;
        }
        long left = Math.max(until.get(place(key)) - nowNanos, allUntil - nowNanos);
        return Duration.ofNanos(Math.max(0, left));
    }

    private static int place(Object key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }
}
