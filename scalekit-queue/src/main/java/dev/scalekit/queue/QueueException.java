package dev.scalekit.queue;

import org.jspecify.annotations.Nullable;

/**
 * Anything that a queue cannot do; the leaves say what. Closed to other classes; later releases may add leaves. Never
 * has a body, a key or a header in its message. Immutable, as far as exceptions are.
 */
public abstract sealed class QueueException extends RuntimeException
        permits CorruptLogException,
                LeaseExpiredException,
                LogFailedException,
                NotStoredException,
                QueueClosedException,
                QueueFailedException,
                QueueFullException,
                QueueInUseException,
                QueueIOException,
                StoreOutcomeUnknownException,
                UnknownFormatException {
    private static final long serialVersionUID = 1L;

    QueueException(String message) {
        super(message);
    }

    QueueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
