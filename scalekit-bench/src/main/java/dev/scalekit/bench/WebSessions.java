package dev.scalekit.bench;

import org.jspecify.annotations.Nullable;

/**
 * Sessions as a web server uses them, each method what one request does with them: what ours and the peers have in
 * common. Every request begins with nothing but the id from the cookie, because the last one was served elsewhere.
 * Thread-safe for requests of different sessions.
 */
interface WebSessions extends AutoCloseable {
    /** A request without a session: makes one with the attributes of {@link Shop} and returns its id. */
    String create() throws Exception;

    /**
     * A request that changes nothing: finds the session, looks at two of its five attributes, and ends.
     *
     * @return {@link Shop.Cart#revision}
     * @throws IllegalStateException if there is no such session or the other attribute is not as it was stored
     */
    int read(String id) throws Exception;

    /**
     * A request that writes: finds the session, looks at the cart, puts another in its place, and adds two attributes
     * with the names that {@link Shop#added} gives for the revision.
     *
     * @throws IllegalStateException if there is no such session
     */
    void write(String id, int revision) throws Exception;

    /** A request that logs a user in; returns the id that the session has from then on. */
    String logIn(String id, String user) throws Exception;

    /** A request that logs out: the session is no more. */
    void logOut(String id) throws Exception;

    /**
     * What a user sees who asks for an attribute of his session, or null if either is not there; for checks.
     *
     * @param name the name of an attribute that is a text
     */
    @Nullable
    String text(String id, String name) throws Exception;

    /** Ends the sessions of a user wherever they are; returns how many. */
    default int endAll(String user) throws Exception {
        throw new UnsupportedOperationException(this + " does not know the sessions of a user");
    }

    /** Removes what has expired, as far as one call does; returns whether there is nothing left. */
    default boolean cleanUp() throws Exception {
        throw new UnsupportedOperationException(this + " does not clean up");
    }

    /** Ends what it has started; the source of connections stays open. */
    @Override
    default void close() {}
}
