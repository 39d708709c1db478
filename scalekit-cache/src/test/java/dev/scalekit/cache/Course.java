package dev.scalekit.cache;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/** What races are run on: how many keys there are, what the cache is like, and how ill its database behaves. */
enum Course {
    PLAIN(260_000, 3, 100, Eviction.W_TINY_LFU),
    FAILING(260_000, 3, 100, Eviction.W_TINY_LFU, Trait.FAILING),
    EVICTING_BY_W_TINY_LFU(100_000, 12, 5, Eviction.W_TINY_LFU),
    EVICTING_BY_LRU(100_000, 12, 5, Eviction.LRU),
    EVICTING_BY_LFU(100_000, 12, 5, Eviction.LFU),
    EVICTING_BY_FIFO(100_000, 12, 5, Eviction.FIFO),
    EVICTING_BY_SIEVE(100_000, 12, 5, Eviction.SIEVE),
    EVICTING_BY_S3_FIFO(100_000, 12, 5, Eviction.S3_FIFO),
    BULK(100_000, 8, 5, Eviction.SIEVE, Trait.BULK),
    FAILING_IN_BULK(100_000, 8, 5, Eviction.LRU, Trait.BULK, Trait.FAILING),
    HASTY(60_000, 6, 4, Eviction.S3_FIFO, Trait.HASTY),
    FAILING_AND_HASTY(60_000, 6, 4, Eviction.LFU, Trait.HASTY, Trait.FAILING),
    HASTY_IN_BULK(60_000, 6, 4, Eviction.FIFO, Trait.HASTY, Trait.BULK),
    CROWDED(60_000, 6, 4, Eviction.SIEVE, Trait.CROWDED),
    CROWDED_AND_HASTY(60_000, 6, 4, Eviction.LRU, Trait.CROWDED, Trait.HASTY);

    static final Duration LIFETIME = Duration.ofMillis(4);

    /** About as long as to hand a load to another thread takes, so that some callers leave. */
    private static final Duration SOFT = Duration.ofNanos(30_000);

    static final Duration HARD = Duration.ofNanos(300_000);

    /** Of all threads together, in an ordinary run. */
    final int rounds;

    final int keys;
    final int maximum;
    private final Eviction eviction;
    final boolean isFailing;
    final boolean isBulk;
    final boolean isHasty;
    final boolean isCrowded;

    private enum Trait {
        /** Some loads fail. */
        FAILING,
        /** The loader is asked for several keys at once. */
        BULK,
        /** Callers do not wait long, and threads of the cache load. */
        HASTY,
        /** The executor refuses much. */
        CROWDED
    }

    Course(int rounds, int keys, int maximum, Eviction eviction, Trait... traits) {
        this.rounds = rounds;
        this.keys = keys;
        this.maximum = maximum;
        this.eviction = eviction;
        Set<Trait> all = Set.of(traits);
        this.isFailing = all.contains(Trait.FAILING);
        this.isBulk = all.contains(Trait.BULK);
        this.isHasty = all.contains(Trait.HASTY);
        this.isCrowded = all.contains(Trait.CROWDED);
    }

    /** Whether what has expired may be returned, as it could not be loaded. */
    boolean mayServeExpired() {
        return isFailing || isHasty || isCrowded;
    }

    boolean mayThrow(Throwable failure) {
        return (isFailing && failure instanceof IllegalStateException)
                || (isHasty && failure instanceof LoadTimeoutException)
                || (isCrowded && failure instanceof RejectedExecutionException);
    }

    <K, V> ReadThroughCacheBuilder<K, V> apply(ReadThroughCacheBuilder<K, V> builder) {
        builder.maximumSize(maximum)
                .eviction(eviction)
                .expireAfter(LIFETIME)
                .refreshAhead(0.5)
                .staleIfError(LIFETIME)
                .retryAfter(Duration.ofNanos(1_000), LIFETIME.dividedBy(4));
        if (!isFailing && !isBulk) {
            // In bulk nobody can give a tag to what is not there.
            builder.missingFor(LIFETIME.dividedBy(4));
        }
        return isHasty ? builder.softTimeout(SOFT).hardTimeout(HARD) : builder;
    }
}
