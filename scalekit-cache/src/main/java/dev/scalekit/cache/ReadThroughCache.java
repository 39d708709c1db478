package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A cache that finds by itself what it does not have: with the loader that it was built with, once for all who want it at the same
 * time.
 *
 * <pre>{@code
 * ReadThroughCache<Long, User> users = ReadThroughCache.<Long, User>builder("users", id -> repository.find(id))
 *         .maximumSize(100_000)
 *         .expireAfter(Duration.ofMinutes(5))
 *         .staleIfError(Duration.ofHours(2))
 *         .build();
 * User user = users.get(42L);
 * }</pre>
 *
 * <p><b>Never old after an invalidation.</b> A {@code get} that begins after {@link #invalidate}, {@link #put}, {@link #invalidateTag},
 * {@link #clear} or {@link #expire} has returned never returns what a load has brought that began before, whatever loads are under
 * way; but for {@code expire}, after which something old is returned if it cannot be loaded. None of them waits for a load. Between
 * the commit of a write and the invalidation that follows it there is a time when the old value is returned, and, without {@link
 * #write}, stored.
 *
 * <p>Keys must not change, and have {@code equals} and {@code hashCode} that throw nothing. Values are shared: who changes one
 * changes it for all. Neither is null. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class ReadThroughCache<K, V> implements AutoCloseable {
    private final String name;
    final Store<K, V> store;
    private final Invalidations invalidations;
    /** Good enough to see whether something is fresh. */
    private final Ticker clock;
    /** Null if hits are not counted. */
    private final @Nullable LongAdder hits;

    private final Workings<K, V> workings;
    final Flights<K, V> flights;
    private final Loading<K, V> loading;

    ReadThroughCache(Workings<K, V> workings) {
        this.name = workings.settings.name();
        this.store = workings.store;
        this.invalidations = workings.invalidations;
        this.clock = workings.clock;
        this.hits = workings.settings.isCountingHits() ? workings.counts.hits : null;
        this.workings = workings;
        this.flights = workings.flights;
        this.loading = workings.loading;
    }

    /**
     * Begins to build one.
     *
     * @param name in messages, the log, and names of threads; 1 to 100 letters, digits, dots, underscores and hyphens
     * @param loader called for one key at a time
     * @throws IllegalArgumentException if the name is none; so do the others
     */
    public static <K, V> ReadThroughCacheBuilder<K, V> builder(String name, Loader<K, V> loader) {
        return new ReadThroughCacheBuilder<>(name, Sources.single(requireNonNull(loader, "loader")));
    }

    /**
     * Begins to build one.
     *
     * @param loader called for one key at a time, with what it may want to know
     */
    public static <K, V> ReadThroughCacheBuilder<K, V> builder(String name, ContextLoader<K, V> loader) {
        return new ReadThroughCacheBuilder<>(name, Sources.single(requireNonNull(loader, "loader")));
    }

    /**
     * Begins to build one.
     *
     * @param loader called for all keys of a {@link #getAll} at once
     */
    public static <K, V> ReadThroughCacheBuilder<K, V> bulkBuilder(String name, BulkLoader<K, V> loader) {
        return new ReadThroughCacheBuilder<>(name, Sources.bulk(requireNonNull(loader, "loader")));
    }

    /**
     * Begins to build one.
     *
     * @param loader called for one key at a time, which answers later
     */
    public static <K, V> ReadThroughCacheBuilder<K, V> asyncBuilder(String name, AsyncLoader<K, V> loader) {
        return new ReadThroughCacheBuilder<>(name, Sources.async(requireNonNull(loader, "loader")));
    }

    /**
     * Returns the value of a key, from the cache or from the loader. What is past its soft time is returned and loaded anew by another
     * thread. Who has to wait while another caller loads does so; what that throws, it throws too.
     *
     * @return null if the loader has found nothing
     * @throws RuntimeException if the loader throws it, as it is, and there is nothing old that may be returned instead; Errors
     *     alike
     * @throws LoadFailedException if the loader throws a checked exception
     * @throws RejectedExecutionException if the executor refuses the load, and there is nothing old that may be returned instead; or
     *     whatever else the executor throws then, as it is, also if it can make no thread. Only with timeouts, as else this thread loads
     * @throws LoadTimeoutException if it takes longer than the hard timeout
     * @throws LoadInterruptedException if this thread is interrupted while another one loads
     * @throws RecursiveLoadException if this is called by a loader, and that could never end
     * @throws CacheClosedException if it would have to be loaded
     */
    public @Nullable V get(K key) {
        Entry<V> known = store.get(requireNonNull(key, "key"));
        if (known != null && known.isFreshAt(clock.nanos()) && known.isValid(invalidations)) {
            if (hits != null) {
                hits.increment();
            }
            return known.value;
        }
        return loading.get(key, known).value;
    }

    /**
     * Returns what there is and is not past its time, as {@link #get} would without a wait. Nothing is loaded, also not what is past its
     * soft time. What is past its time is not returned, also while {@code get} returns it at once since a load of it has failed ({@link
     * ReadThroughCacheBuilder#staleIfError}). Is a use of the key, and a hit or a miss.
     *
     * @return null if there is nothing like that, or if it says that there is nothing
     */
    public @Nullable V getIfPresent(K key) {
        Entry<V> served = loading.getIfPresent(requireNonNull(key, "key"));
        return served == null ? null : served.value;
    }

    /**
     * Returns the values of several keys, those that the cache does not have from one call of a {@link BulkLoader}. Another loader is
     * called for one after the other by the caller's thread, or, where the executor loads, for several at a time.
     *
     * @param keys may have some twice
     * @return what there is, in the order of the keys; not backed by the cache
     * @throws RuntimeException as {@link #get}, for the first key that cannot be had, also if the executor refuses its load; what was
     *     loaded is stored then, too
     */
    public Map<K, V> getAll(Collection<? extends K> keys) {
        Set<K> wanted = distinct(keys);
        Map<K, Entry<V>> entries = loading.getAll(wanted);
        Map<K, V> values = new LinkedHashMap<>();
        for (K key : wanted) {
            V value = requireNonNull(entries.get(key)).value;
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    /** Returns all of them once, none of them null. */
    private static <K> Set<K> distinct(Collection<? extends K> keys) {
        Set<K> distinct = new LinkedHashSet<>();
        for (K key : requireNonNull(keys, "keys")) {
            distinct.add(requireNonNull(key, "key"));
        }
        return distinct;
    }

    /**
     * As {@link #get}, and does not wait: what has to be loaded is by another thread. To wait for it in a loader of this cache may
     * never end, unless there is a hard timeout. What follows upon it runs on the thread that has loaded, or after a timeout on the one
     * that the JDK has for the timeouts of all futures, and must not block.
     *
     * @return brings null if the loader has found nothing, and what {@code get} would throw, also with no timeouts what the executor
     *     throws if it refuses the load; it is the caller's own, who may cancel it, which ends no load
     */
    public CompletableFuture<@Nullable V> getAsync(K key) {
        requireNonNull(key, "key");
        try {
            return loading.getAsync(key);
        } catch (CacheException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Has a key loaded by another thread now, whether it is time or not, as if it was past its soft time: until that has come everybody gets
     * what there is, as long as it is not past its time. Joins a load that is under way, which may have begun to read before this call. Is
     * neither a hit nor a miss.
     *
     * <p>If it cannot be loaded, what there is stays until its time, and is loaded anew when it is asked for after a while ({@link
     * ReadThroughCacheBuilder#retryAfter}).
     *
     * @return brings what was loaded, as that of {@link #getAsync} does, and nothing old: it fails as the load does
     */
    public CompletableFuture<@Nullable V> refresh(K key) {
        requireNonNull(key, "key");
        try {
            return loading.refresh(key);
        } catch (CacheException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Stores a value that the caller knows better, after it was written to the database for example. If two do so at the same time,
     * the cache has that of the last one to come, which need not be that of the last one to commit: {@link #invalidate} cannot be
     * wrong like that.
     *
     * @throws RuntimeException what the tagger or the sizer of the builder throws, as it is; Errors alike. What was there stays then
     * @throws IllegalArgumentException if its size is less than 0, or more than an entry holds ({@link Sizer})
     * @throws CacheClosedException if it is closed
     */
    public void put(K key, V value) {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        workings.requireOpen();
        // First: what is invalidated while the user's code makes an entry of it is not in it.
        long born = invalidations.number();
        long now = workings.ticker.nanos();
        Entry<V> entry = workings.settings.factory().entry(key, value, born, now);
        workings.recent.invalidated(key, now);
        flights.change(key, known -> entry);
        workings.arrivals.stored();
    }

    /** What the cache has of a key is void, and what is being loaded. Call it when the write is committed. */
    public void invalidate(K key) {
        workings.recent.invalidated(requireNonNull(key, "key"), workings.ticker.nanos());
        flights.invalidate(key);
        workings.counts.invalidations.increment();
    }

    /**
     * As {@link #invalidate} of one key after the other.
     *
     * @param keys may have some twice; if one is null none is invalidated
     */
    public void invalidateAll(Collection<? extends K> keys) {
        distinct(keys).forEach(this::invalidate);
    }

    /**
     * What the cache has of a key is past its time, as if that was over: the next {@code get} loads it, and returns the old value only if
     * that fails, for as long as {@link ReadThroughCacheBuilder#staleIfError} says.
     */
    public void expire(K key) {
        long now = workings.ticker.nanos();
        workings.recent.invalidated(requireNonNull(key, "key"), now);
        Freshness freshness = workings.settings.factory().freshness();
        flights.change(key, known -> known == null ? null : freshness.expired(known, now));
        workings.arrivals.expired();
        workings.counts.invalidations.increment();
    }

    /** What the cache has with a tag is void, and what is being loaded and will have it. Takes no longer if there is much of it. */
    public void invalidateTag(String tag) {
        requireNonNull(tag, "tag");
        workings.recent.invalidatedMany(workings.ticker.nanos());
        invalidations.tag(tag);
        workings.counts.invalidations.increment();
    }

    /** Everything that the cache has is void, and everything that is being loaded. Takes no longer if there is much of it. */
    public void clear() {
        workings.recent.invalidatedMany(workings.ticker.nanos());
        flights.clear();
        workings.arrivals.cleared();
        workings.counts.invalidations.increment();
    }

    /**
     * Begins to write what is under a key. Nothing that is loaded until it is over is stored.
     *
     * @return to be closed when it is over
     * @throws CacheClosedException if it is closed
     */
    public WriteFence write(K key) {
        requireNonNull(key, "key");
        workings.requireOpen();
        return workings.writes.begin(key);
    }

    /**
     * As {@link #write}, of several keys that one transaction writes. When it is over each of them is, one after the other.
     *
     * @param keys may have some twice
     * @throws CacheClosedException if it is closed
     */
    public WriteFence writeAll(Collection<? extends K> keys) {
        Set<K> written = distinct(keys);
        workings.requireOpen();
        return workings.writes.beginAll(written);
    }

    /** Returns what it has done so far. */
    public CacheStats stats() {
        return workings.counts.stats(store, flights);
    }

    /** Returns what it has under a key, and why {@code get} would return that or not. Is no use of the key. */
    public Explanation explain(K key) {
        return workings.explain(requireNonNull(key, "key"));
    }

    /**
     * Ends it: who waits for a load gets a {@link CacheClosedException}. Loads that are running go on, and what they bring is not stored;
     * those that wait for a thread are not run. Its threads end when they are done. Again it does nothing.
     *
     * <p>From now on there is nothing in it. What needs a load, {@code put}, {@code write} and {@code writeAll} throw that exception, and
     * futures bring it; {@code getIfPresent} returns null, what makes something void does nothing, writes that are under way may end, and
     * {@code stats} and {@code explain} go on.
     */
    @Override
    public void close() {
        workings.close();
    }

    @Override
    public String toString() {
        return "ReadThroughCache[" + name + ", " + store.size() + " entries, " + flights.loading() + " loading]";
    }
}
