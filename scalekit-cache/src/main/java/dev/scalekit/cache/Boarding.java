package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Boards flights for callers, and has what is up to them loaded, by their thread or another one. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Boarding<K, V> {
    private final String name;
    private final Flights<K, V> flights;
    private final Source<K, V> source;
    private final Answering<K, V> answering;
    private final Executor executor;
    private final @Nullable ExecutorService ownExecutor;

    /** Whether callers load what they want themselves. */
    private final boolean isHere;

    /**
     * Who is told, and what a loader may want to know. Immutable.
     *
     * @param recent what was invalidated a short time ago
     */
    record Answering<K, V>(
            Ask.Answers<K, V> answers, Recent recent, Freshness freshness, Notices<K, V> notices, Ticker ticker) {}

    Boarding(Settings<K, V> settings, Flights<K, V> flights, Answering<K, V> answering) {
        this.name = settings.name();
        this.source = settings.source();
        this.flights = flights;
        this.answering = answering;
        Executor given = settings.executor();
        ExecutorService own = given == null ? Workers.of(name) : null;
        this.ownExecutor = own;
        this.executor = own == null ? requireNonNull(given) : own;
        this.isHere = settings.patience().isEndless();
    }

    Flights<K, V> flights() {
        return flights;
    }

    /** Begins to collect what somebody waits for, now or a moment ago. */
    Load<K, V> load(long nowNanos) {
        return new Load<>(this, source, false, nowNanos);
    }

    /** Begins to collect what nobody waits for. */
    Load<K, V> refresh(long nowNanos) {
        return new Load<>(this, source, true, nowNanos);
    }

    /** Tells whether it is worth while to load anew what is served: nobody does, and it would be stored. */
    boolean isWorthwhile(K key) {
        return !flights.isLoading(key) && !flights.isWritten(key);
    }

    /** Boards for what is to be loaded ahead of its time; that becomes part of the load, unless somebody has just stored it. */
    void board(Lookup<K, V> lookup, Load<K, V> load) {
        board(lookup, load, false);
    }

    /** Boards; what is up to this caller becomes part of the load, unless somebody has just stored it, and that will do. */
    void board(Want<K, V> want, Load<K, V> load) {
        board(want.lookup, load, want.isRefresh);
    }

    /** @param isAnew whether it is loaded whatever there is */
    private void board(Lookup<K, V> lookup, Load<K, V> load, boolean isAnew) {
        try {
            if (lookup.board(load)) {
                boarded(lookup, load, isAnew);
            }
        } catch (RuntimeException | Error e) {
            load.abandon(e, lookup);
            throw e;
        }
    }

    private void boarded(Lookup<K, V> lookup, Load<K, V> load, boolean isAnew) {
        requireOpen();
        Load.requireOther(this, lookup.key);
        Entry<V> known = lookup.known();
        // Later than the look: what has expired since the load was begun would seem to be good, and whoever joins would
        // get it.
        long now = known == null ? load.startedNanos : answering.ticker.nanos();
        if (!isAnew && known != null && !known.isLoadedAt(now) && answering.freshness.isKept(known, now)) {
            lookup.landKnown(known);
            load.addOther(lookup.flight());
            return;
        }
        LoadContext<V> context =
                new LoadContext<>(known == null ? null : known.value, answering.recent.left(lookup.key, now));
        load.add(new Ask<>(lookup, context, known, load, answering.answers));
    }

    /** Boards for all, and has loaded what is up to this caller. */
    void boardAll(Collection<Want<K, V>> wants, long nowNanos) {
        Load<K, V> load = load(nowNanos);
        for (Want<K, V> want : wants) {
            board(want, load);
            if (!source.isBulk()) {
                // One by one, so that nobody waits for this one's others.
                start(load);
                load = load(answering.ticker.nanos());
            }
        }
        start(load);
    }

    /** Tells whether one call of the loader is better than several. */
    boolean isBulk() {
        return source.isBulk();
    }

    /**
     * Has it loaded: by this thread if that waits however long it takes, or is in a load of this cache, whose callers have their
     * own times.
     */
    void start(Load<K, V> load) {
        if (!isHere && !Load.isWithin(this)) {
            startElsewhere(load);
        } else if (load.isEmpty()) {
            load.tellOthers();
        } else {
            load.run();
        }
    }

    /** Has it loaded by another thread. */
    void startElsewhere(Load<K, V> load) {
        if (load.isEmpty()) {
            load.tellOthers();
            return;
        }
        load.offer();
        try {
            executor.execute(() -> runQueued(load));
            load.tellOthers();
        } catch (RuntimeException | Error e) {
            // Full, closed, or no thread could be made.
            if (load.withdraw()) {
                if (flights.isClosed()) {
                    load.close();
                } else {
                    load.refuse(e);
                    // Not before: who hears of one may want another.
                    load.keys().forEach(key -> answering.notices.rejected(key, e));
                }
            }
        }
    }

    /** Nobody waits any more for what was queued when the cache was closed. */
    private void runQueued(Load<K, V> load) {
        if (flights.isClosed() && load.withdraw()) {
            load.close();
        } else {
            load.runIfOffered(answering.ticker.nanos());
        }
    }

    void requireOpen() {
        if (flights.isClosed()) {
            throw new CacheClosedException(name);
        }
    }

    /** Has nothing more loaded, and nothing stored that is being loaded. */
    void close() {
        flights.close();
        if (ownExecutor != null) {
            ownExecutor.shutdown();
        }
    }

    /** For messages. */
    @Override
    public String toString() {
        return "cache " + name;
    }
}
