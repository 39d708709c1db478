package dev.scalekit.queue;

/**
 * A write failed, and what it should have stored is certainly not stored: sending again makes no duplicate. The queue
 * goes on with other space of the medium.
 */
public final class NotStoredException extends QueueException {
    private static final long serialVersionUID = 1L;

    NotStoredException(String queue, Throwable cause) {
        super("Nothing was stored in " + queue + ", where a write failed: " + cause.getMessage(), cause);
    }
}
