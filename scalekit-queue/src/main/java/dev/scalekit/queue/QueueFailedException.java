package dev.scalekit.queue;

/**
 * The medium failed before, or a thread of the queue did, and the queue takes no more. The call has changed nothing. What
 * was acknowledged is on the medium, as far as that tells the truth: close the queue, and build it again once the cause is
 * gone.
 */
public final class QueueFailedException extends QueueException {
    private static final long serialVersionUID = 1L;

    QueueFailedException(String queue, Throwable cause) {
        super(
                queue + " takes no more after a failure; close it and build it again once the cause is gone: " + cause,
                cause);
    }
}
