package dev.scalekit.cache;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How long callers wait for a load, and what becomes of them: they get what it brings, or what is old, or throw. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Waits<K, V> {
    /** After which one who waits for ever looks whether a load that was being collected is to be claimed. */
    private static final Duration GLANCE = Duration.ofMillis(1);

    private final String name;
    private final Patience patience;
    private final Freshness freshness;
    private final Notices<K, V> notices;
    private final Ticker ticker;

    /** Who waits, and for what, to be told when the cache is closed; also for what is not in the table of flights any more. */
    private final Map<Want<K, V>, Flight<V>> waiting = new ConcurrentHashMap<>();

    private volatile boolean closed;

    Waits(String name, Patience patience, Freshness freshness, Notices<K, V> notices, Ticker ticker) {
        this.name = name;
        this.patience = patience;
        this.freshness = freshness;
        this.notices = notices;
        this.ticker = ticker;
    }

    /** Notes that somebody waits. */
    void enter(Want<K, V> want) {
        Flight<V> flight = want.flight();
        waiting.put(want, flight);
        if (closed) {
            flight.fail(new Flight.Closed());
        }
    }

    void leave(Want<K, V> want) {
        waiting.remove(want);
    }

    /** Nobody waits any longer. */
    void close() {
        closed = true;
        waiting.values().forEach(flight -> flight.fail(new Flight.Closed()));
    }

    /**
     * Waits on this thread.
     *
     * @return null if it has to be looked up again
     */
    @Nullable
    Entry<V> await(Want<K, V> want) {
        Flight<V> flight = want.flight();
        if (flight.isDone()) {
            return landed(want);
        }
        enter(want);
        try {
            while (true) {
                Duration left = left(want);
                // Who would wait for ever can do it as well, if nobody has begun yet: it may be queued behind this
                // thread.
                want.isClaimer = left == null && flight.load.claim(ticker.nanos());
                Duration time = left == null && flight.load.isCollected() ? GLANCE : left;
                try {
                    Load.await(flight.load, want.key, () -> flight.await(time));
                    return landed(want);
                } catch (TimeoutException e) {
                    if (left != null && !isToWaitOn(want)) {
                        return late(want);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadInterruptedException(
                    "Interrupted while cache " + name + " loaded " + want.key + ", which goes on", e);
        } finally {
            leave(want);
        }
    }

    /** Returns how long to wait at most from now on; null for ever. */
    @Nullable
    Duration left(Want<K, V> want) {
        Duration soft = patience.soft();
        Duration hard = patience.hard();
        long now = ticker.nanos();
        Duration hardLeft = hard == null ? null : Patience.left(want.startedNanos, hard, now);
        want.isSoft = false;
        if (soft == null || want.old == null || want.isSoftOver) {
            return hardLeft;
        }
        // From when it began: who comes later need not wait anew for what takes too long.
        Duration softLeft = Patience.left(want.flight().load.startedNanos, soft, now);
        want.isSoft = hardLeft == null || softLeft.compareTo(hardLeft) <= 0;
        return want.isSoft ? softLeft : hardLeft;
    }

    /** Its time is over. Tells whether that was the soft one, and there is nothing left to return instead, and notes that. */
    boolean isToWaitOn(Want<K, V> want) {
        want.isSoftOver = want.isSoft && !isKept(want);
        return want.isSoftOver;
    }

    private boolean isKept(Want<K, V> want) {
        return want.old != null && freshness.isKept(want.old, ticker.nanos());
    }

    /**
     * Its time is over.
     *
     * @return what is old
     * @throws LoadTimeoutException if there is nothing
     */
    Entry<V> late(Want<K, V> want) {
        notices.timedOut(want.key, ticker.nanos() - want.startedNanos);
        Entry<V> old = want.old;
        if (old != null && isKept(want)) {
            return stale(want.key, old);
        }
        missed(want);
        throw new LoadTimeoutException(
                "Cache " + name + " has not loaded " + want.key + " within " + patience.hard() + "; the load goes on");
    }

    /**
     * Its flight is done.
     *
     * @return null if it has to be looked up again
     * @throws RuntimeException what the loader has thrown; Errors alike
     */
    @Nullable
    Entry<V> landed(Want<K, V> want) {
        Entry<V> brought = want.flight().brought();
        if (brought == null) {
            return failed(want, want.flight().failure());
        }
        if (!want.lookup.isGood(brought)
                || isTooOld(want, brought)
                || (want.isRefresh && want.flight().isKnown())) {
            return null;
        }
        if (brought instanceof Entry.Old && !brought.isServedAt(ticker.nanos())) {
            return stale(want.key, brought);
        }
        missed(want);
        return brought;
    }

    /** Tells whether it had been read so long before this call that it was past its time when that began. */
    private boolean isTooOld(Want<K, V> want, Entry<V> brought) {
        return !want.lookup.isOwn()
                && !(brought instanceof Entry.Old)
                && want.startedNanos - brought.servedUntilNanos() >= 0;
    }

    /** Tells whether a load that was given up was run for this caller, and not by one who waits for it. */
    private boolean isOwn(Want<K, V> want) {
        return want.isClaimer || (want.lookup.isOwn() && !want.flight().load.isClaimed());
    }

    private @Nullable Entry<V> failed(Want<K, V> want, Throwable failure) {
        if (failure instanceof Flight.Closed) {
            return null;
        }
        Throwable cause = failure;
        if (failure instanceof Flight.Abandoned abandoned) {
            if (!isOwn(want)) {
                return null;
            }
            cause = abandoned.reason;
        }
        Entry<V> old = want.old;
        if (old != null && isKept(want)) {
            return stale(want.key, old);
        }
        missed(want);
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw new LoadFailedException("Cache " + name + " could not load " + want.key, cause);
    }

    private void missed(Want<K, V> want) {
        if (!want.isRefresh) {
            notices.missed();
        }
    }

    /** Counts that something old is returned, and returns it. */
    Entry<V> stale(K key, Entry<V> old) {
        notices.staleServed(key, ticker.nanos() - old.servedUntilNanos());
        return old;
    }
}
