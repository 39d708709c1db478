package dev.scalekit.session;

import java.util.UUID;

/**
 * A session cannot be logged in or be given a new token: it was ended, its time was over, or another request gave it a new
 * token in between. Nothing was stored; create another session. Immutable, as far as exceptions are.
 */
public final class SessionEndedException extends SessionException {
    private static final long serialVersionUID = 1L;

    private final UUID session;

    SessionEndedException(SessionRef session) {
        super("Session " + session + " was ended, expired, or given a new token by another request");
        this.session = session.id();
    }

    /** Returns the session that was ended. */
    public SessionRef session() {
        return new SessionRef(session);
    }
}
