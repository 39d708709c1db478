package dev.scalekit.cache;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens, and tells the user's listener, who may do anything in it. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Notices<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final long LOGGED_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final @Nullable CacheListener<? super K, ? super V> listener;
    private final Counts counts;

    /** What was evicted while locks were held, until they are not. */
    private final Queue<Evicted<K, V>> evicted = new ConcurrentLinkedQueue<>();

    private final boolean isCountingHits;
    private final Ticker ticker;
    private final AtomicLong loggedAgainNanos;

    private record Evicted<K, V>(K key, @Nullable V value) {}

    /** @param listener null if nobody hears of it */
    Notices(
            String name,
            @Nullable CacheListener<? super K, ? super V> listener,
            Counts counts,
            boolean isCountingHits,
            Ticker ticker) {
        this.name = name;
        this.isCountingHits = isCountingHits;
        this.ticker = ticker;
        this.loggedAgainNanos = new AtomicLong(ticker.nanos());
        this.listener = listener;
        this.counts = counts;
    }

    /** @param isCurrent whether it was not old by then */
    void loaded(Ask<K, V> ask, long nowNanos, boolean isCurrent) {
        counts.loads.increment();
        long took = took(ask, nowNanos);
        tellWhenOver(ask.load, heard -> heard.loaded(ask.key(), Duration.ofNanos(took)));
        if (!isCurrent) {
            counts.discarded.increment();
            tellWhenOver(ask.load, heard -> heard.loadDiscarded(ask.key()));
        }
    }

    void loadFailed(Ask<K, V> ask, long nowNanos, Throwable failure) {
        counts.loadFailures.increment();
        if (ask.load.isRefresh) {
            // Whoever waits for a load is told; of this one nobody is.
            LOG.debug("Cache {}: {} could not be loaded anew", name, ask.key(), failure);
        }
        long took = took(ask, nowNanos);
        tellWhenOver(ask.load, heard -> heard.loadFailed(ask.key(), Duration.ofNanos(took), failure));
    }

    private long took(Ask<K, V> ask, long nowNanos) {
        long nanos = nowNanos - ask.load.begunNanos();
        counts.loadNanos.add(nanos);
        if (ask.load.isRefresh) {
            counts.refreshes.increment();
        }
        return nanos;
    }

    void hit() {
        if (isCountingHits) {
            counts.hits.increment();
        }
    }

    void missed() {
        counts.misses.increment();
    }

    void rejected(K key, Throwable reason) {
        counts.rejected.increment();
        tell(heard -> heard.loadRejected(key, reason));
    }

    void timedOut(K key, long waitedNanos) {
        counts.timeouts.increment();
        tell(heard -> heard.loadTimedOut(key, Duration.ofNanos(waitedNanos)));
    }

    void staleServed(K key, long nanosLate) {
        counts.staleHits.increment();
        tell(heard -> heard.staleServed(key, Duration.ofNanos(nanosLate)));
    }

    /** Notes an eviction, with locks held. */
    void evicted(K key, Entry<V> entry) {
        counts.evictions.increment();
        if (listener != null) {
            evicted.add(new Evicted<>(key, entry.value));
        }
    }

    /** Tells of evictions, with no lock held. */
    void tellEvicted() {
        for (Evicted<K, V> next = evicted.poll(); next != null; next = evicted.poll()) {
            Evicted<K, V> gone = next;
            tell(heard -> heard.evicted(gone.key, gone.value));
        }
    }

    /** Tells of evictions when a load is over, which was the reason for them. */
    void tellEvicted(Load<?, ?> load) {
        if (!evicted.isEmpty()) {
            load.whenOver(this::tellEvicted);
        }
    }

    /** A listener may want anything, also what else that load brings. */
    private void tellWhenOver(Load<?, ?> load, Consumer<CacheListener<? super K, ? super V>> call) {
        if (listener != null) {
            load.whenOver(() -> tell(call));
        }
    }

    private void tell(Consumer<CacheListener<? super K, ? super V>> call) {
        if (listener == null) {
            return;
        }
        try {
            call.accept(listener);
        } catch (RuntimeException | Error e) {
            logSeldom(e);
        }
    }

    /** It may throw at each call. */
    private void logSeldom(Throwable failure) {
        long now = ticker.nanos();
        long again = loggedAgainNanos.get();
        if (now - again >= 0 && loggedAgainNanos.compareAndSet(again, now + LOGGED_EVERY_NANOS)) {
            LOG.warn("Cache {}: its listener has thrown; the same is not logged again for a minute", name, failure);
        }
    }
}
