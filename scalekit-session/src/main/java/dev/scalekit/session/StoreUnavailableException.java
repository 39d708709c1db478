package dev.scalekit.session;

/** The storage cannot be reached, or refused. Nothing was changed. Immutable, as far as exceptions are. */
public final class StoreUnavailableException extends SessionException {
    private static final long serialVersionUID = 1L;

    StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
