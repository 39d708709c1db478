package dev.scalekit.cache;

import org.jspecify.annotations.Nullable;

/**
 * Anything that a cache cannot do; the leaves say what. Closed to other classes; later releases may add leaves. Has keys in its
 * message, and never values. Immutable, as far as exceptions are.
 */
public abstract sealed class CacheException extends RuntimeException
        permits CacheClosedException,
                LoadFailedException,
                LoadInterruptedException,
                LoadTimeoutException,
                RecursiveLoadException {
    private static final long serialVersionUID = 1L;

    CacheException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
