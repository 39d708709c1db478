package dev.scalekit.cache;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was invalidated many entries at a time, and when, by a number that only grows. An entry remembers the number at which its load
 * began; whoever reads it sees that something of it was invalidated since. So nothing has to be walked through, and no load that is
 * under way is missed. Thread-safe.
 *
 * <p>A tag is remembered as long as there are not too many; of those that are forgotten it is known that they were invalidated
 * no later than some number, so everything that has a tag and is older is taken to be invalid.
 */
final class Invalidations {
    private final int maximumTags;
    private final Map<String, Long> tags = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    // Written with the lock, and the number last: who sees it sees what it stands for.
    private volatile long cleared;
    private volatile long forgotten;
    private volatile long number;

    /** @param maximumTags as many are remembered one by one */
    Invalidations(int maximumTags) {
        this.maximumTags = maximumTags;
    }

    /** Returns the number for what begins now. */
    long number() {
        return number;
    }

    /** Everything that began before is invalid from now on. */
    void clear() {
        lock.lock();
        try {
            long next = number + 1;
            cleared = next;
            tags.clear();
            number = next;
        } finally {
            lock.unlock();
        }
    }

    /** Everything that has a tag and began before is invalid from now on. */
    void tag(String tag) {
        lock.lock();
        try {
            long next = number + 1;
            tags.put(tag, next);
            if (tags.size() > maximumTags) {
                forgetHalf();
            }
            number = next;
        } finally {
            lock.unlock();
        }
    }

    /** The number first: who does not find a tag looks at that next. */
    private void forgetHalf() {
        long middle = tags.values().stream()
                .sorted()
                .skip(tags.size() / 2)
                .findFirst()
                .orElseThrow();
        forgotten = middle;
        tags.values().removeIf(invalidated -> invalidated <= middle);
    }

    /** Tells whether all was cleared after a load began. */
    boolean isCleared(long born) {
        return born < cleared;
    }

    /** Tells whether what began at a number, and has these tags, was invalidated since. */
    boolean isInvalid(long born, Collection<String> itsTags) {
        for (String tag : itsTags) {
            Long invalidated = tags.get(tag);
            if (invalidated != null && born < invalidated) {
                return true;
            }
        }
        // Last: a tag that was not found may just have been forgotten, and those two say so before it is.
        return isCleared(born) || (!itsTags.isEmpty() && born < forgotten);
    }

    /** Returns how many tags are remembered. */
    int tags() {
        return tags.size();
    }
}
