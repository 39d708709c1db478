package dev.scalekit.cache;

/** The cache is closed. Immutable, as far as exceptions are. */
public final class CacheClosedException extends CacheException {
    private static final long serialVersionUID = 1L;

    CacheClosedException(String cache) {
        super("Cache " + cache + " is closed", null);
    }
}
