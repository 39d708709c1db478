package dev.scalekit.queue;

/**
 * The medium failed, or the queue's thread did, such that nobody knows whether something is stored before the queue is
 * built again. Sending it again may make a duplicate, unless it has a {@linkplain Message#deduplicationId deduplication
 * id}. The queue takes no more.
 */
public final class StoreOutcomeUnknownException extends QueueException {
    private static final long serialVersionUID = 1L;

    StoreOutcomeUnknownException(String queue, Throwable cause) {
        super("Whether this is stored in " + queue + " shows when it is built again, after a failure: " + cause, cause);
    }
}
