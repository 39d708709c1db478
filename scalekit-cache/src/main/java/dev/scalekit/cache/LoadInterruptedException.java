package dev.scalekit.cache;

/** The thread was interrupted while it waited for a load, which goes on; it still is interrupted. Immutable, as far as exceptions are. */
public final class LoadInterruptedException extends CacheException {
    private static final long serialVersionUID = 1L;

    LoadInterruptedException(String message, InterruptedException cause) {
        super(message, cause);
    }
}
