package dev.scalekit.bench;

/** A cache that has all that it is asked for, and counts how often that is. A state of JMH is made of it. Thread-safe. */
public abstract class CountingCache extends FullCache {

    CountingCache(KeyCache.Opening opening) {
        super(opening);
    }

    @Override
    final void requireCounted() {
        if (cache.hits() == 0) {
            throw new IllegalStateException("no hit was counted");
        }
    }
}
