package dev.scalekit.session;

/**
 * Bytes are not a value of the type that was asked for: they are damaged or forged, of another version of the
 * application, or of a class that nobody allows. Nothing was changed. The message says what was met and where it was
 * not expected, never a value; the cause, if there is one, is what a class of the application threw.
 */
public final class UndecodableException extends SessionException {
    private static final long serialVersionUID = 1L;

    /**
     * For a codec of the application's own.
     *
     * @param message says what was met and where it was not expected, and never a value: it is logged
     */
    public UndecodableException(String message) {
        super(message);
    }

    UndecodableException(String message, Throwable cause) {
        super(message, cause);
    }
}
