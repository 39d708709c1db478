package dev.scalekit.session;

import org.jspecify.annotations.Nullable;

/**
 * Anything that a store of sessions cannot do; the leaves say what. Closed to other classes; later releases may add leaves.
 * Never has a token or a value in its message. Immutable, as far as exceptions are.
 */
public abstract sealed class SessionException extends RuntimeException
        permits AttributeConflictException,
                SaveOutcomeUnknownException,
                SchemaException,
                SessionEndedException,
                StoreUnavailableException,
                TooManySessionsException,
                UndecodableException {
    private static final long serialVersionUID = 1L;

    SessionException(String message) {
        super(message);
    }

    SessionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
