package dev.scalekit.cache;

/** A loader needs what it is loading itself, perhaps through others that wait for each other: none of them would ever end. Immutable, as far as exceptions are. */
public final class RecursiveLoadException extends CacheException {
    private static final long serialVersionUID = 1L;

    RecursiveLoadException(String message) {
        super(message, null);
    }
}
