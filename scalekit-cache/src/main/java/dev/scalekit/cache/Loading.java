package dev.scalekit.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

    /** @param had what the store has had a moment ago; null if that is nothing */
    Entry<V> get(K key, @Nullable Entry<V> had) {
        Entry<V> known = boarding.flights().valid(key, had);
        if (known != null && isServed(key, known, null)) {
            return known;
        }
        if (known != null && isHeldBack(known)) {
            return waits.stale(key, known);
        }
        Want<K, V> want = want(key, known, ticker.nanos());
        return load(want, want.startedNanos);
    }

    /** Returns what is served at once, whatever there is to load; null if there is nothing. */
    @Nullable
    Entry<V> getIfPresent(K key) {
        Entry<V> known = boarding.flights().used(key);
        if (known == null || !known.isServedAt(ticker.nanos())) {
            notices.missed();
            return null;
        }
        notices.hit();
        return known;
    }

    CompletableFuture<@Nullable V> getAsync(K key) {
        Entry<V> known = boarding.flights().used(key);
        CompletableFuture<@Nullable V> answer = new CompletableFuture<>();
        if (known != null && isServed(key, known, null)) {
            answer.complete(known.value);
        } else if (known != null && isHeldBack(known)) {
            answer.complete(waits.stale(key, known).value);
        } else {
            Want<K, V> want = want(key, known, ticker.nanos());
            follow(want, answer, want.startedNanos);
        }
        return answer;
    }

    /** Has it loaded by another thread, whatever there is, which is served until that has come. */
    CompletableFuture<@Nullable V> refresh(K key) {
        CompletableFuture<@Nullable V> answer = new CompletableFuture<>();
        Want<K, V> want = Want.refresh(key, ticker.nanos(), boarding.flights());
        follow(want, answer, want.startedNanos);
        return answer;
    }

    /** Returns an entry for each key. */
    Map<K, Entry<V>> getAll(Set<K> keys) {
        Map<K, Entry<V>> all = new HashMap<>();
        Map<K, Entry<V>> heldBack = new HashMap<>();
        List<Want<K, V>> wants = new ArrayList<>();
        long now = ticker.nanos();
        // Another loader is called for each by itself, so that one that hangs holds up no other.
        Load<K, V> refresh = boarding.isBulk() ? boarding.refresh(now) : null;
        for (K key : keys) {
            Entry<V> known = boarding.flights().used(key);
            if (known != null && isServed(key, known, refresh)) {
                all.put(key, known);
            } else if (known != null && isHeldBack(known)) {
                heldBack.put(key, known);
            } else {
                wants.add(want(key, known, now));
            }
        }
        if (refresh != null) {
            boarding.startElsewhere(refresh);
        }
        // Not before: the listener hears of it, and may want what is to be loaded.
        heldBack.forEach((key, known) -> all.put(key, waits.stale(key, known)));
        boarding.boardAll(wants, ticker.nanos());
        wants.forEach(want -> all.put(want.key, arrive(want)));
        return all;
    }

    /**
     * Tells whether something is served at once, and has it loaded anew by another thread if it is time.
     *
     * @param together what it is then part of; null if it is loaded by itself
     */
    private boolean isServed(K key, Entry<V> known, @Nullable Load<K, V> together) {
        long now = ticker.nanos();
        if (!known.isServedAt(now)) {
            return false;
        }
        if (known.isLoadedAt(now) && boarding.isWorthwhile(key)) {
            Load<K, V> refresh = together == null ? boarding.refresh(now) : together;
            boarding.board(new Lookup<>(key, boarding.flights()), refresh);
            if (together == null) {
                boarding.startElsewhere(refresh);
            }
        }
        notices.hit();
        return true;
    }

    /** Tells whether something is old, and it is too early to load it again. */
    private boolean isHeldBack(Entry<V> known) {
        long now = ticker.nanos();
        return freshness.isKept(known, now) && !known.isLoadedAt(now);
    }

    private Want<K, V> want(K key, @Nullable Entry<V> known, long now) {
        Entry<V> old = known != null && freshness.isKept(known, now) ? known : null;
        return new Want<>(key, old, now, boarding.flights());
    }

    private Entry<V> load(Want<K, V> want, long now) {
        Load<K, V> load = boarding.load(now);
        boarding.board(want, load);
        boarding.start(load);
        return arrive(want);
    }

    /** Waits for what was boarded, and for another one if that will not do. */
    private Entry<V> arrive(Want<K, V> want) {
        Entry<V> brought = waits.await(want);
        if (brought != null) {
            return brought;
        }
        want.again();
        return load(want, ticker.nanos());
    }

    private void follow(Want<K, V> want, CompletableFuture<@Nullable V> answer, long now) {
        Load<K, V> load = want.isRefresh ? boarding.refresh(now) : boarding.load(now);
        boarding.board(want, load);
        boarding.startElsewhere(load);
        new Follower<>(want, waits, answer, this::followAgain).begin();
    }

    private void followAgain(Want<K, V> want, CompletableFuture<@Nullable V> answer) {
        want.again();
        follow(want, answer, ticker.nanos());
    }
}
