package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a loader may want to know of its load, and say of what it has found. Of one load; for one thread at a time.
 *
 * @param <V> the type of values
 */
public final class LoadContext<V> {
    private final @Nullable V previous;
    private final Duration readsPrimaryFor;
    private @Nullable Duration lifetime;
    private Set<String> tags = Set.of();
    private boolean isStored = true;
    private boolean isSame;

    LoadContext(@Nullable V previous, Duration readsPrimaryFor) {
        this.previous = previous;
        this.readsPrimaryFor = readsPrimaryFor;
    }

    /** Returns what the cache had before, though it may be old; null if it had nothing, or if that said that there is nothing. */
    public @Nullable V previous() {
        return previous;
    }

    /**
     * Tells whether the key was invalidated so short a time ago that a replica of the database may not have the write yet: read from
     * the primary.
     */
    public boolean readsPrimary() {
        return !readsPrimaryFor.isZero();
    }

    /**
     * Returns for how long that is so, from when the load was begun: for a loader that may read later, or that tells others.
     *
     * @return zero if it may read from a replica; up to {@link ReadThroughCacheBuilder#replicaLag}
     */
    public Duration readsPrimaryFor() {
        return readsPrimaryFor;
    }

    /**
     * Has this value expire after another time than the others.
     *
     * @param lifetime more than zero, and at most 1000 days
     */
    public void expireAfter(Duration lifetime) {
        this.lifetime = Bounds.requirePositive(lifetime, "lifetime");
    }

    /** Gives this value tags beside those of the builder. */
    public void tags(Collection<String> tags) {
        this.tags = Set.copyOf(requireNonNull(tags, "tags"));
    }

    /** Has this value be returned, and not be stored. */
    public void doNotStore() {
        isStored = false;
    }

    /**
     * Says that what the cache has is not old: it is kept as if it had been loaded now. Return this.
     *
     * @throws IllegalStateException if {@link #previous} is null
     */
    public V notModified() {
        if (previous == null) {
            throw new IllegalStateException("notModified needs a previous value, and there is none");
        }
        isSame = true;
        return previous;
    }

    @Nullable
    Duration lifetime() {
        return lifetime;
    }

    Set<String> tags() {
        return tags;
    }

    boolean isStored() {
        return isStored;
    }

    boolean isSame() {
        return isSame;
    }
}
