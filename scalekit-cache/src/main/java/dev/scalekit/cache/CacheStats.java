package dev.scalekit.cache;

import java.time.Duration;

/**
 * What a cache has done since it was built, and has now. Immutable.
 *
 * @param hits times that something was returned that the cache had, also that there is nothing; zero if hits are not
 *     counted ({@link ReadThroughCacheBuilder#withoutHitCount})
 * @param misses times that a caller had to wait for a load, of its own or of another caller, and got no stale hit instead; or wanted
 *     only what was present, and nothing was
 * @param staleHits times that something was returned past its time, since it could not be loaded; not among the hits
 * @param loads loads that have brought something, or that there is nothing
 * @param loadFailures loads that have not
 * @param loadTime how long all of both took
 * @param timeouts times that a caller did not wait any longer ({@link LoadTimeoutException}, or something stale)
 * @param refreshes loads of what need not have been loaded yet, ahead of its time or by {@code refresh}, of those above
 * @param rejected loads that the executor refused: who waited for one got something stale or the refusal, and a refresh is tried later
 * @param discarded loads that were not stored, since what they had read may have been old by then
 * @param evictions entries that had to go, for there were too many
 * @param invalidations times that a key, a tag or everything was said to be old
 * @param size entries that it has, also such that are past their time
 * @param weight how much of its bound they take: their number, their weights, or their bytes
 * @param loading loads that have not ended, also such whose key was invalidated meanwhile, and such as wait for a thread
 * @param writing keys that are being written: whose {@link WriteFence} is not over
 */
public record CacheStats(
        long hits,
        long misses,
        long staleHits,
        long loads,
        long loadFailures,
        Duration loadTime,
        long timeouts,
        long refreshes,
        long rejected,
        long discarded,
        long evictions,
        long invalidations,
        long size,
        long weight,
        int loading,
        int writing) {
    /** Returns the part of all requests that was a hit, from 0 to 1; 1 if there were none. */
    public double hitRatio() {
        long all = hits + misses + staleHits;
        return all == 0 ? 1 : (double) hits / all;
    }

    /** Returns how long a load took on average; zero if there was none. */
    public Duration averageLoadTime() {
        long all = loads + loadFailures;
        return all == 0 ? Duration.ZERO : loadTime.dividedBy(all);
    }
}
