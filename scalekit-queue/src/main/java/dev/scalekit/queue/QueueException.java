package dev.scalekit.queue;

/** Anything that a queue cannot do. The leaves say what. */
abstract sealed class QueueException extends RuntimeException
        permits CorruptLogException, LogFailedException, UnknownFormatException {
    private static final long serialVersionUID = 1L;

    QueueException(String message) {
        super(message);
    }

    QueueException(String message, Throwable cause) {
        super(message, cause);
    }
}
