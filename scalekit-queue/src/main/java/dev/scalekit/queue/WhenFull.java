package dev.scalekit.queue;

import java.time.Duration;

/** What a sender meets when a queue is full: time to wait, or a refusal. Immutable. */
public final class WhenFull {
    private final Duration patience;

    private WhenFull(Duration patience) {
        this.patience = patience;
    }

    /**
     * Has a sender wait for room, and fails with {@link QueueFullException} when it has waited this long. Consumers
     * that fall behind slow down their senders then, instead of failing them at once.
     *
     * @param patience positive, at most 365 days
     * @throws IllegalArgumentException if it is not
     */
    public static WhenFull waitUpTo(Duration patience) {
        return new WhenFull(Bounds.requirePositiveWait(patience, "patience"));
    }

    /** Fails with {@link QueueFullException} at once. For senders that must not wait, and have something else to do. */
    public static WhenFull refuse() {
        return new WhenFull(Duration.ZERO);
    }

    /** Returns how long a sender waits; zero for not at all. */
    Duration patience() {
        return patience;
    }

    @Override
    public String toString() {
        return patience.isZero() ? "WhenFull[refuse]" : "WhenFull[wait up to " + patience + "]";
    }
}
