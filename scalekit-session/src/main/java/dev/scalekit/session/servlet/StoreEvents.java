package dev.scalekit.session.servlet;

import dev.scalekit.session.EndReason;
import dev.scalekit.session.SessionInfo;
import dev.scalekit.session.SessionListener;
import jakarta.servlet.ServletContext;

/**
 * Tells the listeners of the filter of sessions that the store has ended or found expired, but not of the one that a request
 * ends here: that request tells of it itself, since it still has the attributes. Thread-safe.
 */
record StoreEvents(ServletEvents events, ServletContext context, OwnEnds own) implements SessionListener {
    @Override
    public void ended(SessionInfo session, EndReason reason) {
        if (!own.contains(session.ref())) {
            expired(session);
        }
    }

    @Override
    public void expired(SessionInfo session) {
        events.destroyed(new EndedHttpSession(session, context));
    }
}
