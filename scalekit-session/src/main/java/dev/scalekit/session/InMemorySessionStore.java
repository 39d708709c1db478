package dev.scalekit.session;

/**
 * Sessions in the memory of this process: for tests, and for an application that has one server and may forget everybody when
 * it restarts. In all else it does what {@link JdbcSessionStore} does. The number of sessions is not bounded.
 *
 * <p>Thread-safe.
 */
public final class InMemorySessionStore extends StoredSessions {
    InMemorySessionStore(SessionOptions options, Storage storage) {
        super(options, storage);
    }

    /** Begins to describe a store. */
    public static InMemorySessionStoreBuilder builder() {
        return new InMemorySessionStoreBuilder();
    }
}
