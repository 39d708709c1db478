package dev.scalekit.queue;

/**
 * The queue was closed before the call, or while it waited. The call has changed nothing; what was stored is still
 * stored.
 */
public final class QueueClosedException extends QueueException {
    private static final long serialVersionUID = 1L;

    QueueClosedException(String queue) {
        super(queue + " is closed");
    }
}
