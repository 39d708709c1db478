package dev.scalekit.examples.shop;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Who is logged in. Thread-safe.
 *
 * <p>One session a customer: a new login ends the session before.
 */
interface Sessions {
    /** Starts a customer's session and returns its token, which nobody can guess. */
    String start(int customer) throws SQLException;

    /** Returns the session that was started with a token; empty if there is none, or none any more. */
    Optional<Session> find(String token) throws SQLException;

    /**
     * Keeps what was changed in a session that {@link #find} returned; once for each that it returned. Until then the next
     * request may not see it; whether it does depends on where sessions are kept.
     *
     * @throws SQLException also if somebody else has changed the session since it was found
     */
    void save(Session session) throws SQLException;
}
