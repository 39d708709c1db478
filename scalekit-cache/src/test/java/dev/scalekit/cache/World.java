package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A database with two rows, the parts of a cache, and what must hold whatever is done to them in which order. Not thread-safe. */
final class World implements Orders.Scene {
    static final String KEY = "key";
    static final String OTHER = "other";
    static final String TAG = "tag";

    static final long STALE_NANOS = 1_000_000;
    private static final long RETRY_NANOS = 100_000;
    private static final long EARLY = 1_000;

    final Store<String, Integer> store = new MapStore<>();
    final Invalidations invalidations = new Invalidations(10);
    final Flights<String, Integer> flights = new Flights<>(store, invalidations);
    final Protocol protocol;

    private final Map<String, Row> rows = Map.of(KEY, new Row(KEY), OTHER, new Row(OTHER));

    /** Which version they are of that say that there is nothing. */
    private final IdentityHashMap<Entry<Integer>, Integer> missing = new IdentityHashMap<>();

    private final List<Act> acts;
    private long nanos = EARLY;
    private int fences;
    private boolean isClosed;

    /** What the cache has at first. */
    enum Start {
        NOTHING,
        FRESH,
        /** It is served, and it is time to load it anew. */
        AGEING,
        /** It is served only if it cannot be loaded. */
        EXPIRED
    }

    World(Start start, Function<World, Protocol> protocol, List<Function<World, Act>> makers) {
        this.protocol = protocol.apply(this);
        for (Row row : rows.values()) {
            row.voided();
        }
        if (start != Start.NOTHING) {
            store.put(KEY, first(start));
            store.put(OTHER, first(start));
        }
        this.acts = makers.stream().map(maker -> maker.apply(this)).toList();
    }

    private Entry<Integer> first(Start start) {
        Entry<Integer> entry = entry(1, 0);
        return switch (start) {
            case EXPIRED -> expired(entry);
            case AGEING -> new Entry.Timed<>(entry, 0, new Entry.Span(EARLY / 2, STALE_NANOS));
            default -> entry;
        };
    }

    @Override
    public List<Act> acts() {
        return acts;
    }

    Row row(String key) {
        return requireNonNull(rows.get(key));
    }

    /** Returns what time it is; a little later each time. */
    long nanos() {
        return ++nanos;
    }

    Entry<Integer> entry(int version, long born) {
        return new Entry<>(version, Set.of(TAG), 1, born, 0);
    }

    /** Returns what says that there is nothing. */
    Entry<Integer> missing(int version, long born) {
        Entry<Integer> entry = new Entry<>(null, Set.of(TAG), 0, born, 0);
        missing.put(entry, version);
        return entry;
    }

    Entry<Integer> expired(Entry<Integer> entry) {
        return Entry.Old.expired(entry, nanos(), STALE_NANOS);
    }

    @Nullable
    Entry<Integer> heldBack(@Nullable Entry<Integer> known) {
        return known == null ? null : Entry.Old.heldBack(known, nanos() + RETRY_NANOS, STALE_NANOS);
    }

    int version(Entry<Integer> entry) {
        return entry.value == null ? requireNonNull(missing.get(entry)) : entry.value;
    }

    /** What everybody has that is void; returns the generation of the key that begins. */
    int allVoided() {
        row(OTHER).voided();
        return row(KEY).voided();
    }

    void fenced(int change) {
        fences += change;
    }

    /** A load has ended. */
    @SuppressWarnings("ReferenceEquality") // Another entry is another object.
    void landed(String key, Flight<Integer> flight, Entry<Integer> entry) {
        if (store.peek(key) == entry) {
            if (fences > 0 && key.equals(KEY)) {
                throw new AssertionError(key + " was stored during a write");
            }
            row(key).stored(flight);
        }
        row(key).landed(flight);
    }

    boolean isClosed() {
        return isClosed;
    }

    void closed() {
        isClosed = true;
    }

    @Override
    public void requireEnd() {
        if (flights.count() != 0 || flights.writes() != 0) {
            throw new AssertionError(
                    "left at the end: " + flights.count() + " flights, " + flights.writes() + " writes");
        }
        if (isClosed && store.size() != 0) {
            throw new AssertionError("closed, and has " + store.size());
        }
        rows.forEach((key, row) -> {
            Entry<Integer> known = flights.known(key);
            if (known != null && known.isServedAt(nanos()) && version(known) != row.read()) {
                throw new AssertionError(key + " is " + row.read() + " at the end, and served is " + known.value);
            }
        });
    }

    @Override
    public String toString() {
        return acts.toString();
    }
}
