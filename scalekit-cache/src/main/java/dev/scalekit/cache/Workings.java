package dev.scalekit.cache;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The parts that a cache is made of, put together. Thread-safe. */
final class Workings<K, V> {
    /** As many tags are remembered one by one: some megabytes. */
    private static final int MAXIMUM_TAGS = 10_000;

    final Settings<K, V> settings;
    final Counts counts = new Counts();
    final Invalidations invalidations = new Invalidations(MAXIMUM_TAGS);
    final Ticker ticker;
    final Ticker clock;
    final Recent recent;
    final Store<K, V> store;
    final Flights<K, V> flights;
    final Writes<K, V> writes;
    final Arrivals<K, V> arrivals;
    final Loading<K, V> loading;

    private final Freshness freshness;
    private final Boarding<K, V> boarding;
    private final Waits<K, V> waits;
    private final boolean hasCoarseClock;
    private final AtomicBoolean closed = new AtomicBoolean();

    Workings(Settings<K, V> settings) {
        this.settings = settings;
        this.freshness = settings.factory().freshness();
        Ticker given = settings.ticker();
        boolean isTimeless = freshness.isTimeless() && !settings.source().isTiming();
        hasCoarseClock = given == null && !isTimeless;
        ticker = given == null ? Ticker.system() : given;
        Notices<K, V> notices =
                new Notices<>(settings.name(), settings.listener(), counts, settings.isCountingHits(), ticker);
        recent = new Recent(settings.lag(), ticker.nanos());
        store = settings.store().apply(notices::evicted);
        flights = new Flights<>(store, invalidations);
        writes = new Writes<>(settings.name(), flights, recent, counts, ticker);
        arrivals = new Arrivals<>(
                settings.factory(), notices, new Sweep<>(store, this::isDead, invalidations, !isTimeless), ticker);
        boarding = new Boarding<>(
                settings, flights, new Boarding.Answering<>(arrivals, recent, freshness, notices, ticker));
        waits = new Waits<>(settings.name(), settings.patience(), freshness, notices, ticker);
        loading = new Loading<>(boarding, waits, freshness, notices, ticker);
        clock = hasCoarseClock ? CoarseClock.SHARED : isTimeless ? standing(ticker.nanos()) : ticker;
        if (hasCoarseClock) {
            CoarseClock.SHARED.acquire();
        }
    }

    /** Where nothing is ever too old by itself, no thread need move a clock. */
    private static Ticker standing(long nanos) {
        return () -> nanos;
    }

    private boolean isDead(Entry<V> entry) {
        return !entry.isValid(invalidations) || !freshness.isKept(entry, ticker.nanos());
    }

    void requireOpen() {
        boarding.requireOpen();
    }

    Explanation explain(K key) {
        boolean isLoading = flights.isLoading(key);
        boolean isWritten = flights.isWritten(key);
        Entry<V> entry = store.peek(key);
        if (entry == null) {
            Duration zero = Duration.ZERO;
            return new Explanation(
                    Explanation.State.ABSENT, zero, zero, zero, zero, 0, zero, Set.of(), isLoading, isWritten);
        }
        long now = ticker.nanos();
        return new Explanation(
                state(entry, now),
                Duration.ofNanos(now - entry.writtenNanos()),
                until(entry.freshUntilNanos(), now),
                until(entry.servedUntilNanos(), now),
                until(freshness.keptUntilNanos(entry), now),
                entry.failures(),
                entry.failures() == 0 ? Duration.ZERO : until(entry.loadedFromNanos(), now),
                entry.tags,
                isLoading,
                isWritten);
    }

    private Explanation.State state(Entry<V> entry, long now) {
        if (!entry.isValid(invalidations)) {
            return Explanation.State.INVALIDATED;
        }
        if (entry.isFreshAt(now)) {
            return Explanation.State.FRESH;
        }
        if (entry.isServedAt(now)) {
            return Explanation.State.AGEING;
        }
        return freshness.isKept(entry, now) ? Explanation.State.STALE : Explanation.State.EXPIRED;
    }

    private static Duration until(long nanos, long now) {
        return Duration.ofNanos(Math.max(0, nanos - now));
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            boarding.close();
            waits.close();
            arrivals.cleared();
            if (hasCoarseClock) {
                CoarseClock.SHARED.release();
            }
        }
    }
}
