package dev.scalekit.cache;

/**
 * What a full cache gives up for what is new. All do for a small cache of a few popular keys; which is best for what you have shows only
 * when your own requests are replayed. Immutable.
 *
 * <p>Those but {@link #W_TINY_LFU} bound the number of entries, not their weight. They evict at once and without chance: the same calls of
 * one thread evict the same entries in every run.
 */
public enum Eviction {
    /**
     * Keeps what was used often lately, and lets a newcomer in only if that promises more than what it would push out. The default: it
     * is the best or near it where requests are skewed, and by far the best where large scans or loops run past what is popular. A
     * cache whose keys are popular for a short while only does better with {@link #S3_FIFO} or {@link #LRU}.
     *
     * <p>Caffeine does it (Einziger, Friedman and Manes, "TinyLFU: A Highly Efficient Cache Admission Policy", ACM Transactions on
     * Storage 13(4), 2017), with chance against keys that are chosen to harm. When nothing has been stored for a long time hits are not
     * taken note of, so that they cost nothing.
     */
    W_TINY_LFU,

    /**
     * Evicts what has not been used for longest. Good where what was just used is used again soon, and easily foreseen; one scan that
     * is longer than the cache empties it of all that is popular.
     *
     * <p>Nearly exact: time is counted in entries that are stored, and goes by in steps of 1/256 of the maximum, at least one entry.
     * Of those that were last used in the same step any may go. A hit writes once a step at most.
     */
    LRU,

    /**
     * Evicts what was used the fewest times, where what is long past counts less and less. Good where popularity is steady; a newcomer
     * has a hard time, and after a change it takes the cache a while to forget.
     *
     * <p>Aged, because a count that only grows fills the cache with what was popular once. Exact but for this: hits are counted up
     * to 63, all counts are halved each time that twice as many entries as the maximum were stored, and of those that were hit equally
     * often any may go.
     */
    LFU,

    /** Evicts what came first, whatever is used. A hit writes nothing; the baseline that anything cleverer has to beat. Exact. */
    FIFO,

    /**
     * Evicts what was not used since the hand passed it the last time; the hand goes from old to new, and what it spares stays where it
     * is. A hit writes one bit, once. Good for skewed requests as they come to web sites; a scan pushes out what the hand has spared,
     * though it is better at that than {@link #LRU}.
     *
     * <p>Exact, as published: Zhang, Yang, Yue, Vigfusson and Rashmi, "SIEVE is Simpler than LRU: an Efficient Turn-Key Eviction Algorithm
     * for Web Caches", NSDI 2024.
     */
    SIEVE,

    /**
     * Has a newcomer pass through a small queue, a tenth of the cache, and drops it there unless it was used again; what comes back
     * soon after is believed. Good where many keys are asked for once, and where popularity is short; a hit counts up to three, and
     * after that writes nothing.
     *
     * <p>As published (Yang, Zhang, Qiu, Yue and Rashmi, "FIFO queues are all you need for cache eviction", SOSP 2023), but that a few
     * of the keys that are remembered after they were dropped, the oldest, are forgotten early.
     */
    S3_FIFO
}
