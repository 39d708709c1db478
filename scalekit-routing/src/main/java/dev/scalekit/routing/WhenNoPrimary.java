package dev.scalekit.routing;

import java.time.Duration;

/** What becomes of a write while there is no primary. Immutable. */
public final class WhenNoPrimary {
    private final Duration bound;

    private WhenNoPrimary(Duration bound) {
        this.bound = bound;
    }

    /** It fails at once with {@link NoNodeException}. */
    public static WhenNoPrimary fail() {
        return new WhenNoPrimary(Duration.ZERO);
    }

    /**
     * It waits for one.
     *
     * @param bound for how long, from zero to one day; then it fails with {@link NoNodeException}
     */
    public static WhenNoPrimary waitUpTo(Duration bound) {
        return new WhenNoPrimary(Limits.requireBetween(bound, "bound", Duration.ZERO, Limits.LONGEST));
    }

    Duration bound() {
        return bound;
    }

    @Override
    public String toString() {
        return bound.isZero() ? "fail" : "wait up to " + bound;
    }
}
