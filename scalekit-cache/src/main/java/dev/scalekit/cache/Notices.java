package dev.scalekit.cache;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    private final String name;
    private final CacheListener<? super K, ? super V> listener;
    private final Counts counts;

    /** What was evicted while locks were held, until they are not. */
    private final Queue<Evicted<K, V>> evicted = new ConcurrentLinkedQueue<>();

    private final boolean isCountingHits;

    private record Evicted<K, V>(K key, @Nullable V value) {}

    Notices(String name, CacheListener<? super K, ? super V> listener, Counts counts, boolean isCountingHits) {
        this.name = name;
        this.isCountingHits = isCountingHits;
        this.listener = listener;
        this.counts = counts;
    }

    /** @param isCurrent whether it was not old by then */
    void loaded(Ask<K, V> ask, long nowNanos, boolean isCurrent) {
        counts.loads.increment();
        if (!isCurrent) {
            counts.discarded.increment();
        }
        Duration took = took(ask, nowNanos);
        tell(() -> listener.loaded(ask.key(), took));
    }

    void loadFailed(Ask<K, V> ask, long nowNanos, Throwable failure) {
        counts.loadFailures.increment();
        if (ask.load.isRefresh) {
            // Whoever waits for a load is told; of this one nobody is.
            LOG.debug("Cache {}: {} could not be loaded anew", name, ask.key(), failure);
        }
        Duration took = took(ask, nowNanos);
        tell(() -> listener.loadFailed(ask.key(), took, failure));
    }

    private Duration took(Ask<K, V> ask, long nowNanos) {
        long nanos = nowNanos - ask.load.startedNanos;
        counts.loadNanos.add(nanos);
        if (ask.load.isRefresh) {
            counts.refreshes.increment();
        }
        return Duration.ofNanos(nanos);
    }

    void hit() {
        if (isCountingHits) {
            counts.hits.increment();
        }
    }

    void missed() {
        counts.misses.increment();
    }

    /** Who seemed to miss has got something stale, which is counted by itself. */
    void notMissed() {
        counts.misses.decrement();
    }

    void rejected() {
        counts.rejected.increment();
    }

    void timedOut() {
        counts.timeouts.increment();
    }

    void staleServed(K key, long nanosLate) {
        counts.staleHits.increment();
        tell(() -> listener.staleServed(key, Duration.ofNanos(nanosLate)));
    }

    /** Notes an eviction, with locks held. */
    void evicted(K key, Entry<V> entry) {
        counts.evictions.increment();
        evicted.add(new Evicted<>(key, entry.value));
    }

    /** Tells of evictions, with no lock held. */
    void tellEvicted() {
        for (Evicted<K, V> next = evicted.poll(); next != null; next = evicted.poll()) {
            Evicted<K, V> gone = next;
            tell(() -> listener.evicted(gone.key, gone.value));
        }
    }

    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("Cache {}: its listener has thrown", name, e);
        }
    }
}
