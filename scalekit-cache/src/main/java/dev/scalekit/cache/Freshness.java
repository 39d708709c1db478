package dev.scalekit.cache;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * For how long what was loaded is served. Thread-safe.
 *
 * @param lifetime until it is not served any more; null if it is for ever
 * @param missing the same for what is not there; null if that is not remembered
 * @param jitter by which part of it a lifetime is shortened at most, so that what was loaded together is not loaded together again
 * @param refreshAhead after which part of its lifetime it is loaded anew while it is served; 1 for never
 * @param stale for how long after that it is served while loads fail
 * @param firstRetry after how long it is loaded again when a load has failed; twice as long after each further failure
 * @param lastRetry as long at most
 * @param random from 0 to 1, for the jitter
 */
record Freshness(
        @Nullable Duration lifetime,
        @Nullable Duration missing,
        double jitter,
        double refreshAhead,
        Duration stale,
        Duration firstRetry,
        Duration lastRetry,
        DoubleSupplier random) {
    /** So often at most can one nanosecond be doubled. */
    private static final int DOUBLINGS = 62;

    /** Returns something with the times that it has from now on; null if it is missing, and that is not remembered. */
    <V> @Nullable Entry<V> timed(Entry<V> entry, @Nullable Duration own) {
        if (entry.value == null && missing == null) {
            return null;
        }
        Duration full = own != null ? own : entry.value == null ? missing : lifetime;
        return full == null ? entry : new Entry.Timed<>(entry, entry.writtenNanos(), span(full));
    }

    private Entry.Span span(Duration full) {
        long served = shortened(full.toNanos());
        return new Entry.Span((long) (served * refreshAhead), served);
    }

    private long shortened(long nanos) {
        return jitter == 0 ? nanos : (long) (nanos * (1 - jitter * random.getAsDouble()));
    }

    /** Returns something to be loaded anew at once, which is served from now on only if that fails. */
    <V> Entry<V> expired(Entry<V> entry, long nowNanos) {
        return Entry.Old.expired(entry, nowNanos, stale.toNanos());
    }

    /** Returns something whose load has failed, to be loaded anew after a while. */
    <V> Entry<V> heldBack(Entry<V> entry, long nowNanos) {
        long first = firstRetry.toNanos();
        long last = lastRetry.toNanos();
        int doublings = Math.min(entry.failures(), DOUBLINGS);
        // Not compared after it was doubled, which may be more than a long holds.
        long wait = first > last >> doublings ? last : first << doublings;
        return Entry.Old.heldBack(entry, nowNanos + shortened(wait), stale.toNanos());
    }

    long keptUntilNanos(Entry<?> entry) {
        return entry.keptUntilNanos(stale.toNanos());
    }

    boolean isKept(Entry<?> entry, long nowNanos) {
        return entry.isKeptAt(nowNanos, stale.toNanos());
    }

    /** Tells whether nothing is ever too old by itself, so that nobody need look at a clock. */
    boolean isTimeless() {
        return lifetime == null && missing == null;
    }
}
