package dev.scalekit.session;

import org.jspecify.annotations.Nullable;

/**
 * The tables are missing, of another version than this one works with, or not those of the database that was asked.
 * Nothing was changed. Immutable, as far as exceptions are.
 */
public final class SchemaException extends SessionException {
    private static final long serialVersionUID = 1L;

    SchemaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
