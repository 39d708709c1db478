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
                if (left == null) {
                    // Who would wait for ever can do it as well, if nobody has begun yet.
                    flight.load.runIfOffered();
                }
                try {
                    Load.await(flight.load, want.key, () -> flight.await(left));
                    return landed(want);
                } catch (TimeoutException e) {
                    if (!isToWaitOn(want)) {
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
        want.isSoft = soft != null && want.old != null && !want.isSoftOver;
        if (soft != null && want.isSoft) {
            // From when it began: who comes later need not wait anew for what takes too long.
            return Patience.left(want.flight().load.startedNanos, soft, now);
        }
        return hard == null ? null : Patience.left(want.startedNanos, hard, now);
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
        if (!want.lookup.isGood(brought) || (want.isRefresh && want.flight().isKnown())) {
            return null;
        }
        if (brought instanceof Entry.Old && !brought.isServedAt(ticker.nanos())) {
            return stale(want.key, brought);
        }
        missed(want);
        return brought;
    }

    private @Nullable Entry<V> failed(Want<K, V> want, Throwable failure) {
        if (failure instanceof Flight.Closed) {
            return null;
        }
        Throwable cause = failure;
        if (failure instanceof Flight.Abandoned abandoned) {
            if (!want.lookup.isOwn()) {
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
