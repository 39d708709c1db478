package dev.scalekit.cache;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a load has brought, and until when it may be served. This one is served for ever; what is not, is {@link Timed}. Thread-safe.
 *
 * <p>There is one for each thing that is cached, so its fields are few: 40 bytes.
 *
 * @param <V> the type of values
 */
class Entry<V> {
    /** Longer than any time that can be set, and short enough to be added to any time, in nanoseconds. */
    static final long EVER = Long.MAX_VALUE / 4;

    /** Null if the loader found nothing. */
    final @Nullable V value;

    final Set<String> tags;

    /** How much of the bound it takes; worked out before it is stored, as that is the user's code. */
    final int weight;

    private final long freshUntilNanos;

    /**
     * Up to which number of {@link Invalidations} nothing of it was invalidated: at first that at which its load began. Who finds
     * more raises it, and a lower one that overwrites a higher one only has it looked at again.
     */
    private volatile long validUpTo;

    Entry(@Nullable V value, Set<String> tags, int weight, long born, long writtenNanos) {
        this.value = value;
        this.tags = tags;
        this.weight = weight;
        this.validUpTo = born;
        this.freshUntilNanos = writtenNanos + EVER;
    }

    private Entry(Entry<V> other, long freshUntilNanos) {
        this.value = other.value;
        this.tags = other.tags;
        this.weight = other.weight;
        this.validUpTo = other.validUpTo;
        this.freshUntilNanos = freshUntilNanos;
    }

    /** Tells whether nothing of it was invalidated since its load began. */
    final boolean isValid(Invalidations invalidations) {
        return isValid(invalidations, invalidations.number());
    }

    /** Tells whether nothing of it was invalidated up to a number. */
    final boolean isValid(Invalidations invalidations, long number) {
        long known = validUpTo;
        if (known >= number) {
            return true;
        }
        if (invalidations.isInvalid(known, tags)) {
            return false;
        }
        validUpTo = number;
        return true;
    }

    /** Tells whether it is served, and nothing is loaded. */
    final boolean isFreshAt(long nowNanos) {
        return nowNanos - freshUntilNanos < 0;
    }

    final long freshUntilNanos() {
        return freshUntilNanos;
    }

    long writtenNanos() {
        return freshUntilNanos - EVER;
    }

    /** Until when it is served, whatever happens. */
    long servedUntilNanos() {
        return freshUntilNanos;
    }

    /**
     * Until when it is served if a load fails.
     *
     * @param staleNanos for how long anything is after its time
     */
    long keptUntilNanos(long staleNanos) {
        return value == null ? servedUntilNanos() : servedUntilNanos() + staleNanos;
    }

    /** From when on it is loaded anew. */
    long loadedFromNanos() {
        return freshUntilNanos;
    }

    /** How many loads of it have failed since it was loaded. */
    int failures() {
        return 0;
    }

    final boolean isServedAt(long nowNanos) {
        return nowNanos - servedUntilNanos() < 0;
    }

    final boolean isKeptAt(long nowNanos, long staleNanos) {
        return nowNanos - keptUntilNanos(staleNanos) < 0;
    }

    final boolean isLoadedAt(long nowNanos) {
        return nowNanos - loadedFromNanos() >= 0;
    }

    /** Without the value, which may be a secret. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + (value == null ? "missing, " : "") + "valid up to " + validUpTo + ", "
                + tags.size() + " tags]";
    }

    /** What is served for a while only. Thread-safe. */
    static class Timed<V> extends Entry<V> {
        private final long writtenNanos;
        private final long servedUntilNanos;

        /** What it says of another one, served for a while from when it was written. */
        Timed(Entry<V> other, long writtenNanos, Span span) {
            super(other, writtenNanos + span.freshNanos);
            this.writtenNanos = writtenNanos;
            this.servedUntilNanos = writtenNanos + span.servedNanos;
        }

        private Timed(Entry<V> other, long freshUntilNanos, long servedUntilNanos) {
            super(other, freshUntilNanos);
            this.writtenNanos = other.writtenNanos();
            this.servedUntilNanos = servedUntilNanos;
        }

        @Override
        final long writtenNanos() {
            return writtenNanos;
        }

        @Override
        final long servedUntilNanos() {
            return servedUntilNanos;
        }
    }

    /**
     * For how long something is fresh, and is served. Immutable.
     *
     * @param freshNanos not longer than the other
     */
    record Span(long freshNanos, long servedNanos) {}

    /** What could not be loaded anew, or was told to be old: it is loaded from some time on, and served meanwhile if it may be. Thread-safe. */
    static final class Old<V> extends Timed<V> {
        private final long keptUntilNanos;
        private final long loadedFromNanos;
        private final int failures;

        /** One that is served from now on only if a load fails. */
        static <V> Old<V> expired(Entry<V> other, long nowNanos, long staleNanos) {
            long served = earlier(other.servedUntilNanos(), nowNanos);
            // What is not there is not claimed past its time, also if that was cut short.
            long stale = other.value == null ? served : nowNanos + staleNanos;
            long kept = earlier(other.keptUntilNanos(staleNanos), stale);
            return new Old<>(other, served, kept, nowNanos, other.failures());
        }

        /** One whose load has failed, and is not tried again before some time. */
        static <V> Old<V> heldBack(Entry<V> other, long untilNanos, long staleNanos) {
            long kept = other.keptUntilNanos(staleNanos);
            return new Old<>(other, other.servedUntilNanos(), kept, untilNanos, other.failures() + 1);
        }

        private Old(Entry<V> other, long servedUntilNanos, long keptUntilNanos, long loadedFromNanos, int failures) {
            // Not fresh by any clock, also by one that stands still where nothing has a time.
            super(other, loadedFromNanos - EVER, servedUntilNanos);
            this.keptUntilNanos = keptUntilNanos;
            this.loadedFromNanos = loadedFromNanos;
            this.failures = failures;
        }

        private static long earlier(long one, long other) {
            return one - other < 0 ? one : other;
        }

        @Override
        long keptUntilNanos(long staleNanos) {
            return keptUntilNanos;
        }

        @Override
        long loadedFromNanos() {
            return loadedFromNanos;
        }

        @Override
        int failures() {
            return failures;
        }
    }
}
