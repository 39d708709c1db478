package dev.scalekit.queue;

import java.io.IOException;

/** The medium could not be read, or not be prepared when the queue was built. What is stored is as it was. */
public final class QueueIOException extends QueueException {
    private static final long serialVersionUID = 1L;

    /** @param doing what failed, like {@code opening} */
    QueueIOException(String queue, String doing, IOException cause) {
        super(queue + ": " + doing + " failed: " + cause, cause);
    }
}
