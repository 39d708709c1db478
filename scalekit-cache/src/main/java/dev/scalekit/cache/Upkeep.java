package dev.scalekit.cache;

import java.util.concurrent.Executor;

/**
 * Does the work that Caffeine has with the order of entries on the thread that comes upon it, as long as that pays.
 *
 * <p>Caffeine wants it done when enough hits were noted, and notes no more until it is done. Each write here allows for some of it, saved up to
 * so much that a hit of each entry can be noted. When that is used up by hits alone the work is left to the next write ({@link
 * CaffeineStore#put}): nothing is evicted before that, and until then a hit costs nothing. So where there are misses the order is as exact as
 * can be, and where there are none nobody pays for what nobody needs. Thread-safe.
 */
final class Upkeep implements Executor {
    /** How many hits Caffeine notes for each thread that it sees, before it wants to do it. */
    private static final int HITS_NOTED = 16;

    private static final int FOR_EACH_WRITE = 64;

    /** Of two changes at a time one may be lost, which is no matter. */
    private volatile long left;

    /** Whether something was dropped that is still to be done. */
    private volatile boolean isOwed;

    /** Something was written to a cache of a size. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void written(long size) {
        left = Math.min(left + FOR_EACH_WRITE, Math.max(FOR_EACH_WRITE, size / HITS_NOTED));
    }

    /** Tells whether something was dropped; whoever is told so has it done. */
    boolean isOwed() {
        boolean was = isOwed;
        if (was) {
            isOwed = false;
        }
        return was;
    }

    /** Does it, or drops it. Caffeine's lock is held. */
    @Override
    public void execute(Runnable task) {
        long now = left;
        if (now > 0) {
            left = now - 1;
            task.run();
        } else {
            isOwed = true;
        }
    }
}
