package dev.scalekit.cache;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What a cache has done. Thread-safe. */
final class Counts {
    final LongAdder hits = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder staleHits = new LongAdder();
    final LongAdder loads = new LongAdder();
    final LongAdder loadFailures = new LongAdder();
    final LongAdder loadNanos = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder refreshes = new LongAdder();
    final LongAdder rejected = new LongAdder();
    final LongAdder discarded = new LongAdder();
    final LongAdder evictions = new LongAdder();
    final LongAdder invalidations = new LongAdder();

    CacheStats stats(Store<?, ?> store, Flights<?, ?> flights) {
        return new CacheStats(
                hits.sum(),
                misses.sum(),
                staleHits.sum(),
                loads.sum(),
                loadFailures.sum(),
                Duration.ofNanos(loadNanos.sum()),
                timeouts.sum(),
                refreshes.sum(),
                rejected.sum(),
                discarded.sum(),
                evictions.sum(),
                invalidations.sum(),
                store.size(),
                store.weight(),
                flights.loading(),
                flights.writes());
    }
}
