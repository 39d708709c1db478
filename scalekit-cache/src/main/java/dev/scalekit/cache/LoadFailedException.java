package dev.scalekit.cache;

/** A loader has thrown a checked exception, which is the cause. Immutable, as far as exceptions are. */
public final class LoadFailedException extends CacheException {
    private static final long serialVersionUID = 1L;

    LoadFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
