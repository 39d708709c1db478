package dev.scalekit.examples.shop;

import dev.scalekit.cache.CacheException;
import dev.scalekit.cache.CacheListener;
import dev.scalekit.cache.CacheStats;
import dev.scalekit.cache.ReadThroughCache;
import dev.scalekit.cache.WriteFence;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Products, read through a cache in this process. Thread-safe.
 *
 * <p>All of them together are one entry: they are a hundred kilobytes, and each is wanted as rarely as the others, so that hardly
 * one would be wanted twice in the seconds for which it is kept. So the database is asked once a second, however many
 * customers come.
 *
 * <p>A price that is changed here is shown here from then on. Other web servers do not hear of it: they show the old one
 * until they have loaded anew, for {@link #BOUND} at most.
 */
final class CachedProducts implements Products, AutoCloseable {
    /** All that follows together, and something for the clock of the cache. */
    static final Duration BOUND = Duration.ofSeconds(5);

    private static final Duration LIFETIME = Duration.ofSeconds(2);
    /** For how long after that products are shown while the database does not answer: then the shop has none. */
    private static final Duration STALE = Duration.ofSeconds(2);
    /** Who has waited for a load gets what it brings, however long ago that was read: not if it took longer. */
    private static final Duration LONGEST_LOAD = Duration.ofMillis(900);

    private static final String ALL = "all";

    private final Catalogue catalogue;
    private final ReadThroughCache<String, Map<Integer, Product>> cache;
    private final LongAccumulator latestNanos = new LongAccumulator(Math::max, 0);

    CachedProducts(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.cache = ReadThroughCache.<String, Map<Integer, Product>>builder("products", any -> load(catalogue))
                .maximumSize(1)
                .expireAfter(LIFETIME)
                // While it is shown, so that nobody waits.
                .refreshAhead(0.5)
                .staleIfError(STALE)
                .retryAfter(Duration.ofMillis(250), Duration.ofSeconds(1))
                // Who has something to show does not wait for a database that is slow.
                .softTimeout(Duration.ofMillis(100))
                .hardTimeout(Duration.ofSeconds(3))
                .listener(listener())
                .build();
    }

    private CacheListener<String, Map<Integer, Product>> listener() {
        return new CacheListener<>() {
            @Override
            public void staleServed(String key, Duration late) {
                latestNanos.accumulate(late.toNanos());
            }
        };
    }

    private static Map<Integer, Product> load(Catalogue catalogue) throws SQLException {
        long start = System.nanoTime();
        Map<Integer, Product> all = catalogue.newest();
        if (System.nanoTime() - start > LONGEST_LOAD.toNanos()) {
            throw new SQLTimeoutException("The products took longer than " + LONGEST_LOAD);
        }
        return all;
    }

    /** @throws CacheException if it is not known, or not any more, and cannot be loaded */
    @Override
    public Optional<Product> product(int id) {
        return Optional.ofNullable(cache.get(ALL)).map(all -> all.get(id));
    }

    @Override
    public Optional<Product> changePrice(int id, long cents) throws SQLException {
        try (WriteFence fence = cache.write(ALL)) {
            Optional<Product> changed = catalogue.changePrice(id, cents);
            fence.commit();
            return changed;
        }
    }

    /** Returns what it has done; how late it was is counted from the last time that this was called. */
    CacheState state() {
        CacheStats stats = cache.stats();
        return new CacheState(
                ProcessHandle.current().pid(),
                stats.hits() + stats.misses() + stats.staleHits(),
                stats.loads() + stats.loadFailures(),
                stats.staleHits(),
                Duration.ofNanos(latestNanos.getThenReset()).toMillis());
    }

    /** It has none from now on. */
    @Override
    public void close() {
        cache.close();
    }
}
