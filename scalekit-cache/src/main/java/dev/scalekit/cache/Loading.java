package dev.scalekit.cache;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gets what the store does not have, or has and is past its time. Thread-safe.
 *
 * <p>Whoever boards a flight of its own owes it to all that board later, and does not wait for others before it has landed or was handed
 * to the executor: so no two callers of many keys wait for each other.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Loading<K, V> {
    /** As often does a caller board with others; what they bring may be old by then each time, if tags are invalidated all the time. */
    private static final int SHARED = 3;

    private final Boarding<K, V> boarding;
    private final Waits<K, V> waits;
    private final Freshness freshness;
    private final Notices<K, V> notices;
    private final Ticker ticker;

    Loading(Boarding<K, V> boarding, Waits<K, V> waits, Freshness freshness, Notices<K, V> notices, Ticker ticker) {
        this.boarding = boarding;
        this.waits = waits;
        this.freshness = freshness;
        this.notices = notices;
        this.ticker = ticker;
    }

    /**
     * Returns what is known and may be served at once; null if there is nothing.
     *
     * @param refresh gets it, if it is to be loaded anew
     */
    private @Nullable Entry<V> served(K key, Entry<V> known, Load<K, V> refresh) {
        long now = ticker.nanos();
        if (known.isServedAt(now)) {
            if (known.isLoadedAt(now) && boarding.isWorthwhile(key)) {
                boarding.board(new Lookup<>(key, boarding.flights()), refresh);
            }
            notices.hit();
            return known;
        }
        return freshness.isKept(known, now) && !known.isLoadedAt(now) ? waits.stale(key, known) : null;
    }

    private @Nullable Entry<V> served(K key, @Nullable Entry<V> known) {
        if (known == null) {
            return null;
        }
        Load<K, V> refresh = boarding.refresh();
        Entry<V> served = served(key, known, refresh);
        boarding.startElsewhere(refresh);
        return served;
    }

    /** Returns what may be returned if it cannot be loaded; null if there is nothing. */
    private @Nullable Entry<V> old(@Nullable Entry<V> known) {
        return known != null && freshness.isKept(known, ticker.nanos()) ? known : null;
    }

    /** @param had what the store has had a moment ago; null if that is nothing */
    Entry<V> get(K key, @Nullable Entry<V> had) {
        Entry<V> known = boarding.flights().valid(key, had);
        Entry<V> served = served(key, known);
        if (served != null) {
            return served;
        }
        notices.missed();
        return load(key, old(known), 1);
    }

    private Entry<V> load(K key, @Nullable Entry<V> old, int attempt) {
        Lookup<K, V> lookup = new Lookup<>(key, boarding.flights());
        Load<K, V> load = boarding.load();
        boarding.board(lookup, load, attempt <= SHARED);
        boarding.start(load);
        Entry<V> brought = waits.await(lookup, old);
        return brought == null ? load(key, old, attempt + 1) : brought;
    }

    CompletableFuture<Entry<V>> getAsync(K key) {
        Entry<V> known = boarding.flights().used(key);
        Entry<V> served = served(key, known);
        if (served != null) {
            return CompletableFuture.completedFuture(served);
        }
        notices.missed();
        return loadAsync(key, old(known), 1);
    }

    private CompletableFuture<Entry<V>> loadAsync(K key, @Nullable Entry<V> old, int attempt) {
        Lookup<K, V> lookup = new Lookup<>(key, boarding.flights());
        Load<K, V> load = boarding.load();
        boarding.board(lookup, load, attempt <= SHARED);
        boarding.startElsewhere(load);
        return waits.eventually(lookup, old)
                .thenCompose(brought -> brought == null
                        ? loadAsync(key, old, attempt + 1)
                        : CompletableFuture.completedFuture(brought));
    }

    /** Returns an entry for each key. */
    Map<K, Entry<V>> getAll(Set<K> keys) {
        Map<K, Entry<V>> all = new HashMap<>();
        Map<K, @Nullable Entry<V>> missing = new LinkedHashMap<>();
        Load<K, V> refresh = boarding.refresh();
        for (K key : keys) {
            Entry<V> known = boarding.flights().used(key);
            Entry<V> served = known == null ? null : served(key, known, refresh);
            if (served == null) {
                notices.missed();
                missing.put(key, old(known));
            } else {
                all.put(key, served);
            }
            if (!boarding.isBulk() && !refresh.isEmpty()) {
                // One by one, so that one that hangs holds up no other.
                boarding.startElsewhere(refresh);
                refresh = boarding.refresh();
            }
        }
        boarding.startElsewhere(refresh);
        loadAll(missing, all);
        return all;
    }

    private void loadAll(Map<K, @Nullable Entry<V>> missing, Map<K, Entry<V>> all) {
        for (Lookup<K, V> lookup : boarding.boardAll(missing.keySet())) {
            Entry<V> old = missing.get(lookup.key);
            Entry<V> brought = waits.await(lookup, old);
            all.put(lookup.key, brought == null ? load(lookup.key, old, 2) : brought);
        }
    }
}
