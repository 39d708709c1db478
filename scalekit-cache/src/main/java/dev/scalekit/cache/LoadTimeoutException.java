package dev.scalekit.cache;

/** A load took longer than the hard timeout. It goes on, and what it brings is stored, unless that was invalidated meanwhile. Immutable, as far as exceptions are. */
public final class LoadTimeoutException extends CacheException {
    private static final long serialVersionUID = 1L;

    LoadTimeoutException(String message) {
        super(message, null);
    }
}
