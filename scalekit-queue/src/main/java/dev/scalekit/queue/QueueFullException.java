package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * There was no room for a message in time. It was not stored. Acknowledging goes on and makes room; sending again
 * later may succeed.
 */
public final class QueueFullException extends QueueException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final Duration waited;

    /**
     * @param reason which limit, what it is and how much there is
     * @param waited zero if the queue refuses at once
     */
    QueueFullException(String queue, String reason, Duration waited) {
        super("Nothing was stored in " + queue + ", which is full"
                + (waited.isZero() ? "" : " and had no room for " + waited) + ": " + reason);
        this.reason = requireNonNull(reason, "reason");
        this.waited = requireNonNull(waited, "waited");
    }

    /** Returns which limit was met, with its numbers; the same that {@link QueueListener#full} is told. */
    public String reason() {
        return reason;
    }

    /** Returns how long the sender waited for room; zero if it did not wait. */
    public Duration waited() {
        return waited;
    }
}
