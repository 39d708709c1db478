package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

    private volatile boolean closed;

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

    /** Begins to collect what somebody waits for. */
    Load<K, V> load() {
        return new Load<>(this, false, answering.ticker.nanos());
    }

    /** Begins to collect what nobody waits for. */
    Load<K, V> refresh() {
        return new Load<>(this, true, answering.ticker.nanos());
    }

    /** Tells whether it is worth while to load anew what is served: nobody does, and it would be stored. */
    boolean isWorthwhile(K key) {
        return !flights.isLoading(key) && !flights.isWritten(key);
    }

    /** Boards; what is up to this caller becomes part of the load, unless somebody has just stored it. */
    void board(Lookup<K, V> lookup, Load<K, V> load) {
        board(lookup, load, true);
    }

    /** @param isShared whether it may be with others */
    void board(Lookup<K, V> lookup, Load<K, V> load, boolean isShared) {
        try {
            if (isShared) {
                lookup.board(load);
            } else {
                lookup.flyAlone(load);
            }
            if (lookup.isOwn()) {
                boarded(lookup, load);
            }
        } catch (RuntimeException | Error e) {
            load.abandon(e);
            if (lookup.isOwn()) {
                lookup.abandon(e);
            }
            throw e;
        }
    }

    private void boarded(Lookup<K, V> lookup, Load<K, V> load) {
        requireOpen();
        Load.requireOther(this, lookup.key);
        Entry<V> known = lookup.known();
        // Later than the look: what has expired since the load was begun would seem to be good, and whoever joins would
        // get it.
        long now = known == null ? load.startedNanos : answering.ticker.nanos();
        if (known != null && !known.isLoadedAt(now) && answering.freshness.isKept(known, now)) {
            lookup.landKnown(known);
            return;
        }
        LoadContext<V> context =
                new LoadContext<>(known == null ? null : known.value, answering.recent.has(lookup.key, now));
        load.add(new Ask<>(lookup, context, known, load, answering.answers));
    }

    /** Boards for all keys, and has loaded what is up to this caller. */
    List<Lookup<K, V>> boardAll(Collection<K> keys) {
        List<Lookup<K, V>> lookups = new ArrayList<>();
        Load<K, V> load = load();
        for (K key : keys) {
            Lookup<K, V> lookup = new Lookup<>(key, flights);
            lookups.add(lookup);
            board(lookup, load);
            if (!source.isBulk()) {
                // One by one, so that nobody waits for this one's others.
                start(load);
                load = load();
            }
        }
        start(load);
        return lookups;
    }

    /** Tells whether one call of the loader is better than several. */
    boolean isBulk() {
        return source.isBulk();
    }

    /** Has it loaded: by this thread if that waits however long it takes, or is loading something itself. */
    void start(Load<K, V> load) {
        if (isHere || Load.isWithin()) {
            startHere(load);
        } else {
            startElsewhere(load);
        }
    }

    private void startHere(Load<K, V> load) {
        if (!load.isEmpty()) {
            load.run(source);
        }
    }

    /** Has it loaded by another thread. */
    void startElsewhere(Load<K, V> load) {
        if (load.isEmpty()) {
            return;
        }
        try {
            executor.execute(() -> load.run(source));
        } catch (RuntimeException | Error e) {
            // Full, closed, or no thread could be made.
            answering.notices.rejected();
            if (load.isRefresh) {
                load.abandon(e);
            } else {
                startHere(load);
            }
        }
    }

    void requireOpen() {
        if (closed) {
            throw new CacheClosedException(name);
        }
    }

    /** Ends what is under way. */
    void close() {
        closed = true;
        flights.close(Flight.Closed::new);
        if (ownExecutor != null) {
            ownExecutor.shutdown();
        }
    }
}
