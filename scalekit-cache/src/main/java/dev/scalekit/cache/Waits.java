package dev.scalekit.cache;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Has callers wait for a load, for as long as they want to, and returns what is old where it fails and there is something. Thread-safe.
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

    Waits(String name, Patience patience, Freshness freshness, Notices<K, V> notices, Ticker ticker) {
        this.name = name;
        this.patience = patience;
        this.freshness = freshness;
        this.notices = notices;
        this.ticker = ticker;
    }

    /**
     * Waits for it on this thread.
     *
     * @param old what is returned instead, if need be; null if there is nothing
     * @return null if it has to be looked up again
     */
    @Nullable
    Entry<V> await(Lookup<K, V> lookup, @Nullable Entry<V> old) {
        return await(lookup, old, patience.of(old != null));
    }

    private @Nullable Entry<V> await(Lookup<K, V> lookup, @Nullable Entry<V> old, @Nullable Duration time) {
        try {
            Flight<V> flight = lookup.flight();
            return landed(lookup, Load.await(flight.load, lookup.key, () -> Patience.await(flight.landing, time)));
        } catch (ExecutionException | CancellationException e) {
            return failed(lookup, old, lookup.flight().failure());
        } catch (TimeoutException e) {
            notices.timedOut();
            if (old == null) {
                throw tooLong(lookup.key);
            }
            return isKept(old) ? instead(lookup.key, old) : await(lookup, null, patience.rest());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadInterruptedException("Interrupted while " + lookup.key + " was loaded, which goes on", e);
        }
    }

    /** The same, with a future. It is not completed by others than the load. */
    CompletableFuture<@Nullable Entry<V>> eventually(Lookup<K, V> lookup, @Nullable Entry<V> old) {
        return eventually(lookup, old, patience.of(old != null));
    }

    private CompletableFuture<@Nullable Entry<V>> eventually(
            Lookup<K, V> lookup, @Nullable Entry<V> old, @Nullable Duration time) {
        CompletableFuture<Entry<V>> landing = lookup.flight().landing;
        if (time == null) {
            return result(lookup, old);
        }
        return landing.copy()
                .orTimeout(time.toNanos(), TimeUnit.NANOSECONDS)
                // A loader may throw a TimeoutException as well.
                .handle((entry, failure) -> failure != null && !landing.isDone())
                .thenCompose(isLate -> isLate ? late(lookup, old) : result(lookup, old));
    }

    private CompletableFuture<@Nullable Entry<V>> result(Lookup<K, V> lookup, @Nullable Entry<V> old) {
        return lookup.flight()
                .landing
                .handle((entry, failure) -> failure == null ? landed(lookup, entry) : failed(lookup, old, failure));
    }

    private CompletableFuture<@Nullable Entry<V>> late(Lookup<K, V> lookup, @Nullable Entry<V> old) {
        notices.timedOut();
        if (old == null) {
            return CompletableFuture.failedFuture(tooLong(lookup.key));
        }
        return isKept(old)
                ? CompletableFuture.completedFuture(instead(lookup.key, old))
                : eventually(lookup, null, patience.rest());
    }

    private @Nullable Entry<V> landed(Lookup<K, V> lookup, Entry<V> entry) {
        if (!lookup.isGood(entry)) {
            return null;
        }
        return entry instanceof Entry.Old && !entry.isServedAt(ticker.nanos()) ? instead(lookup.key, entry) : entry;
    }

    /** Returns what is old, or null to look it up again, or throws what the loader has thrown. */
    private @Nullable Entry<V> failed(Lookup<K, V> lookup, @Nullable Entry<V> old, Throwable failure) {
        if (failure instanceof Flight.Closed) {
            return null;
        }
        Throwable cause = failure;
        if (failure instanceof Flight.Abandoned abandoned) {
            if (!lookup.isOwn()) {
                return null;
            }
            cause = abandoned.reason;
        }
        if (old != null && isKept(old)) {
            return instead(lookup.key, old);
        }
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw new LoadFailedException("Cache " + name + " could not load " + lookup.key, cause);
    }

    private LoadTimeoutException tooLong(K key) {
        return new LoadTimeoutException(
                "Cache " + name + " has not loaded " + key + " within " + patience.hard() + "; the load goes on");
    }

    private boolean isKept(Entry<V> old) {
        return freshness.isKept(old, ticker.nanos());
    }

    /** Returns something old to who has waited for something new. */
    private Entry<V> instead(K key, Entry<V> old) {
        notices.notMissed();
        return stale(key, old);
    }

    /** Counts that something old is returned, and returns it. */
    Entry<V> stale(K key, Entry<V> old) {
        notices.staleServed(key, ticker.nanos() - old.servedUntilNanos());
        return old;
    }
}
