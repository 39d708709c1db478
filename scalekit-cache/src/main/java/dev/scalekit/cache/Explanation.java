package dev.scalekit.cache;

import java.time.Duration;
import java.util.Set;

/**
 * What a cache has under a key, and what {@code get} would do with it. Immutable.
 *
 * @param state what it is
 * @param age since when its load began to run, or it was put; zero if it is absent
 * @param freshFor until it is loaded anew; zero if it is time. For what is there for ever some decades
 * @param servedFor until it is not returned any more, unless a load fails
 * @param keptFor until it is not returned any more, whatever happens
 * @param failures how many loads of it have failed since it was loaded
 * @param nextLoad after which time it is tried again, after a failure; zero if it is time
 * @param tags that it has
 * @param loading whether it is being loaded
 * @param written whether it is being written ({@link ReadThroughCache#write}), so that what is loaded is not stored
 */
public record Explanation(
        State state,
        Duration age,
        Duration freshFor,
        Duration servedFor,
        Duration keptFor,
        int failures,
        Duration nextLoad,
        Set<String> tags,
        boolean loading,
        boolean written) {
    /** What there is. */
    public enum State {
        /** Nothing: {@code get} loads. */
        ABSENT,
        /** Something that a tag, or all being cleared, has made void: {@code get} loads. */
        INVALIDATED,
        /** Something that {@code get} returns. */
        FRESH,
        /** Something that {@code get} returns, and has loaded anew meanwhile; after a failure not before {@link Explanation#nextLoad}. */
        AGEING,
        /** Something that {@code get} returns only if it cannot be loaded. */
        STALE,
        /** Something whose time is over altogether: {@code get} loads. */
        EXPIRED
    }
}
