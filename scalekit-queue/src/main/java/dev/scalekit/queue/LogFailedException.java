package dev.scalekit.queue;

/** The medium does not do as told. */
final class LogFailedException extends QueueException {
    private static final long serialVersionUID = 1L;

    LogFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
