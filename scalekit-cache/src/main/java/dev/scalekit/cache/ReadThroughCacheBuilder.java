package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ReadThroughCache}. Everything has a default. {@link #build} checks all of it, with each other, before it starts
 * anything. A call for an option that was set before replaces it; one that is refused changes nothing. Not thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class ReadThroughCacheBuilder<K, V> {
    /** What an entry takes beside its key and value: its own 40 to 80 bytes, and what the store has for it. */
    static final int OVERHEAD_BYTES = 150;

    private static final long DEFAULT_SIZE = 10_000;

    private final String name;
    private final Source<K, V> source;
    private Eviction eviction = Eviction.W_TINY_LFU;
    private @Nullable Long size;
    private @Nullable Weighing<K, V> weighing;
    private @Nullable Duration lifetime;
    private @Nullable Duration missing;
    private double jitter;
    private double refreshAhead = 1;
    private Duration stale = Duration.ZERO;
    private Duration firstRetry = Duration.ofSeconds(1);
    private Duration lastRetry = Duration.ofSeconds(60);
    private @Nullable Duration soft;
    private @Nullable Duration hard;
    private Duration lag = Duration.ZERO;
    private BiFunction<? super K, ? super V, ? extends Collection<String>> tags = (key, value) -> List.of();
    private @Nullable Executor executor;
    private @Nullable CacheListener<? super K, ? super V> listener;
    private boolean isCountingHits = true;
    private @Nullable Ticker ticker;
    private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

    /** A bound of something else than the number of entries. Immutable. */
    private record Weighing<K, V>(String option, long maximum, Sizer<? super K, ? super V> sizer, int overhead) {}

    ReadThroughCacheBuilder(String name, Source<K, V> source) {
        this.name = Bounds.requireName(name, "name");
        this.source = source;
    }

    /**
     * Sets how many entries there are at most, from 1 on, also such that say that there is nothing. Default: 10,000.
     *
     * @throws IllegalArgumentException if that is less
     */
    public ReadThroughCacheBuilder<K, V> maximumSize(long entries) {
        size = Bounds.requireBetween(entries, about("maximumSize"), 1, Long.MAX_VALUE);
        return this;
    }

    /**
     * Sets how much all entries weigh at most, from 1 on, instead of how many there are. What weighs more than that by itself is returned,
     * and not kept. What says that there is nothing weighs 1; of what weighs less than 0 or more than 2^31 - 1 the load fails. Default: none.
     *
     * @throws IllegalArgumentException if that is less
     */
    public ReadThroughCacheBuilder<K, V> maximumWeight(long weight, Sizer<? super K, ? super V> sizer) {
        long most = Bounds.requireBetween(weight, about("maximumWeight"), 1, Long.MAX_VALUE);
        weighing = new Weighing<>("maximumWeight", most, requireNonNull(sizer, "sizer"), 0);
        return this;
    }

    /**
     * Sets how many bytes all entries take at most, from 1 on, instead of how many there are. To what the sizer says of a key and its
     * value 150 bytes are added, for what the cache has of it. It is as right as the sizer. What takes more than the bound by itself is
     * returned, and not kept; of what takes more than 2^31 - 1 bytes with those 150 the load fails. Default: none.
     *
     * @throws IllegalArgumentException if that is less
     */
    public ReadThroughCacheBuilder<K, V> maximumBytes(long bytes, Sizer<? super K, ? super V> sizer) {
        long most = Bounds.requireBetween(bytes, about("maximumBytes"), 1, Long.MAX_VALUE);
        weighing = new Weighing<>("maximumBytes", most, requireNonNull(sizer, "sizer"), OVERHEAD_BYTES);
        return this;
    }

    /** Sets which entries have to go when there are too many. Default: {@link Eviction#W_TINY_LFU}, the only one for weights and bytes. */
    public ReadThroughCacheBuilder<K, V> eviction(Eviction eviction) {
        this.eviction = requireNonNull(eviction, "eviction");
        return this;
    }

    /**
     * Sets how long something is returned, from when its load began to run, as what that has read may be as old; up to 1000 days. It
     * may be some milliseconds more, by a coarse clock. Who waits for a load gets what it brings, however long that took. Default: for
     * ever.
     *
     * @throws IllegalArgumentException if it is not more than zero, or longer
     */
    public ReadThroughCacheBuilder<K, V> expireAfter(Duration lifetime) {
        this.lifetime = Bounds.requirePositive(lifetime, about("expireAfter"));
        return this;
    }

    /**
     * Sets by which part lifetimes are shortened at most, each by another one, so that what was loaded at the same time is not loaded
     * at the same time again: from 0 to 1. Also waits after a failure. Default: 0.
     *
     * @throws IllegalArgumentException if it is not
     */
    public ReadThroughCacheBuilder<K, V> jitter(double part) {
        jitter = Bounds.requireBetween(part, about("jitter"), 0, 1);
        return this;
    }

    /**
     * Sets after which part of its lifetime something is loaded anew while it is returned, if somebody asks for it then: more than 0, to
     * 1 for never. Default: 1.
     *
     * @throws IllegalArgumentException if it is not
     */
    public ReadThroughCacheBuilder<K, V> refreshAhead(double part) {
        refreshAhead = Bounds.requirePart(part, about("refreshAhead"));
        return this;
    }

    /**
     * Sets for how long something is returned past its time when it cannot be loaded; up to 1000 days. Default: not at all.
     * What is not there ({@link #missingFor}) is not claimed any longer.
     *
     * @throws IllegalArgumentException if it is not more than zero, or longer
     */
    public ReadThroughCacheBuilder<K, V> staleIfError(Duration period) {
        stale = Bounds.requirePositive(period, about("staleIfError"));
        return this;
    }

    /**
     * Sets when something that could not be loaded, and is returned meanwhile, is loaded again: twice as long after each failure. Default: after
     * 1 second, and after 60 at most.
     *
     * @param first up to 1000 days
     * @param longest not less than the first, and up to 1000 days
     * @throws IllegalArgumentException if one of them is not more than zero, or longer
     */
    public ReadThroughCacheBuilder<K, V> retryAfter(Duration first, Duration longest) {
        Bounds.requirePositive(first, about("retryAfter"));
        lastRetry = Bounds.requirePositive(longest, about("retryAfter (longest)"));
        firstRetry = first;
        return this;
    }

    /**
     * Sets how long after somebody has first asked for a load callers wait for it when there is something old to return instead ({@link
     * #staleIfError}): who comes later than that does not wait at all. The load goes on. With that or a hard timeout loads are done by
     * threads of the executor. Up to 1000 days. Default: as long as the hard one.
     *
     * @throws IllegalArgumentException if it is not more than zero, or longer
     */
    public ReadThroughCacheBuilder<K, V> softTimeout(Duration time) {
        soft = Bounds.requirePositive(time, about("softTimeout"));
        return this;
    }

    /**
     * Sets how long a call waits for loads, for all keys of a {@code getAll} together: then it gets something old, if that may be
     * returned, and else a {@link LoadTimeoutException}. The loads go on. A load within a load of the same cache is done by that thread,
     * however long it takes. Up to 1000 days. Default: for ever.
     *
     * @throws IllegalArgumentException if it is not more than zero, or longer
     */
    public ReadThroughCacheBuilder<K, V> hardTimeout(Duration time) {
        hard = Bounds.requirePositive(time, about("hardTimeout"));
        return this;
    }

    /**
     * Sets how long it is remembered that there is nothing; up to 1000 days. Default: not at all.
     *
     * @throws IllegalArgumentException if it is not more than zero, or longer
     */
    public ReadThroughCacheBuilder<K, V> missingFor(Duration period) {
        missing = Bounds.requirePositive(period, about("missingFor"));
        return this;
    }

    /**
     * Sets what tags values have, which {@link ReadThroughCache#invalidateTag} invalidates them by. Called by whoever has loaded one, once; what
     * it throws, its load fails with. Default: none.
     */
    public ReadThroughCacheBuilder<K, V> tags(BiFunction<? super K, ? super V, ? extends Collection<String>> tags) {
        this.tags = requireNonNull(tags, "tags");
        return this;
    }

    /**
     * Sets how late replicas of the database may be: for as long after an invalidation {@link LoadContext#readsPrimary} is true for that
     * key, and {@link LoadContext#readsPrimaryFor} what is left of it; for all keys after {@code clear} and {@code invalidateTag}. Up to 1000
     * days. Default: not at all.
     *
     * @throws IllegalArgumentException if it is not more than zero, or longer
     */
    public ReadThroughCacheBuilder<K, V> replicaLag(Duration lag) {
        this.lag = Bounds.requirePositive(lag, about("replicaLag"));
        return this;
    }

    /**
     * Sets what runs loads that are not done by those who call: all of {@code getAsync}, {@code refresh} and ahead of time; and with a
     * soft or hard timeout the others, too, but for those within a load of this cache. It stays the caller's. Default: up to 64 daemon
     * threads of the cache's own, and a queue of 10,000 loads; when that is full it refuses.
     *
     * <p>What it is given it must run or refuse: a load that it forgets never ends. Who would wait for ever for a load that was given to
     * it, and has not begun, does that itself; nothing is left of it to run then. With a hard timeout nobody does so: if loaders of
     * several caches read each other, and all threads of one executor that they share are busy with that, each waits for its whole time
     * for what is queued behind it, so give each cache its own, or enough threads.
     *
     * <p>If it refuses, who has asked for that load gets something old, if that may be returned, and else what the executor has thrown,
     * as it is; others who wait ask for it themselves. What is loaded ahead of its time, or anew, is tried again after a while ({@link
     * #retryAfter}), and returned until its time.
     */
    public ReadThroughCacheBuilder<K, V> executor(Executor executor) {
        this.executor = requireNonNull(executor, "executor");
        return this;
    }

    /** Sets who hears of what it does. Default: nobody. */
    public ReadThroughCacheBuilder<K, V> listener(CacheListener<? super K, ? super V> listener) {
        this.listener = requireNonNull(listener, "listener");
        return this;
    }

    /** Does not count hits, which takes some nanoseconds each. Default: they are counted. */
    public ReadThroughCacheBuilder<K, V> withoutHitCount() {
        isCountingHits = false;
        return this;
    }

    ReadThroughCacheBuilder<K, V> ticker(Ticker ticker) {
        this.ticker = ticker;
        return this;
    }

    ReadThroughCacheBuilder<K, V> random(DoubleSupplier random) {
        this.random = random;
        return this;
    }

    /**
     * Returns the cache. It has a thread for its clock if something of it expires, and others when there is something to load.
     *
     * @throws IllegalArgumentException if options do not go together
     */
    public ReadThroughCache<K, V> build() {
        Weighing<K, V> weighed = weighing;
        if (size != null && weighed != null) {
            throw refusal(
                    "maximumSize and " + weighed.option + " exclude each other: " + size + " and " + weighed.maximum);
        }
        if (weighed != null && eviction != Eviction.W_TINY_LFU) {
            throw refusal(weighed.option + " goes with eviction " + Eviction.W_TINY_LFU + " only: " + eviction);
        }
        if (firstRetry.compareTo(lastRetry) > 0) {
            throw refusal("retryAfter must not begin with more than it ends with, " + lastRetry + ": " + firstRetry);
        }
        boolean isTimed = lifetime != null || missing != null || source.isTiming();
        if (refreshAhead < 1 && !isTimed) {
            throw refusal("refreshAhead needs something that expires: " + refreshAhead);
        }
        if (jitter > 0 && !isTimed && stale.isZero()) {
            throw refusal("jitter needs something that expires: " + jitter);
        }
        if (!lag.isZero() && !source.isTiming()) {
            throw refusal("replicaLag needs a loader with a LoadContext, which is told of it: " + lag);
        }
        if (soft != null && stale.isZero()) {
            throw refusal("softTimeout needs staleIfError, to have something to return: " + soft);
        }
        if (soft != null && hard != null && soft.compareTo(hard) >= 0) {
            throw refusal("softTimeout must be less than hardTimeout, " + hard + ": " + soft);
        }
        return new ReadThroughCache<>(new Workings<>(settings(weighed)));
    }

    private IllegalArgumentException refusal(String reason) {
        return new IllegalArgumentException(about(reason));
    }

    /** There may be many caches, and all of them be built by the same line. */
    private String about(String what) {
        return "Cache " + name + ": " + what;
    }

    private Settings<K, V> settings(@Nullable Weighing<K, V> weighed) {
        Freshness freshness =
                new Freshness(lifetime, missing, jitter, refreshAhead, stale, firstRetry, lastRetry, random);
        EntryFactory<K, V> factory = weighed == null
                ? new EntryFactory<>(name, tags, (key, value) -> 1, 0, freshness)
                : new EntryFactory<>(name, tags, weighed.sizer, weighed.overhead, freshness);
        long most = weighed != null ? weighed.maximum : size != null ? size : DEFAULT_SIZE;
        Eviction chosen = eviction;
        boolean isWeighed = weighed != null;
        return new Settings<>(
                name,
                source,
                evicted -> isWeighed ? Stores.byWeight(most, evicted) : Stores.bySize(chosen, most, evicted),
                factory,
                new Patience(soft, hard),
                lag,
                executor,
                listener,
                isCountingHits,
                ticker);
    }
}
