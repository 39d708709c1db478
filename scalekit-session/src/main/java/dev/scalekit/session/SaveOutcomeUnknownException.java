package dev.scalekit.session;

/**
 * The storage did not say whether a change was made: the connection broke, or the time was over, after it was sent. It was
 * made as a whole, or not at all, or will be: a database may go on with a statement whose client has gone. The changes are
 * still pending: saving again is right for what was put or removed, and may count an increment twice, merge a value with
 * itself, or be refused as a conflict with itself. Immutable, as far as exceptions are.
 */
public final class SaveOutcomeUnknownException extends SessionException {
    private static final long serialVersionUID = 1L;

    SaveOutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
