package dev.scalekit.session;

import java.util.UUID;

/**
 * Somebody else changed an attribute that this request changed too, and its key refuses that ({@link
 * Key#failOnConflict()}). Nothing of the save was stored; find the session again and decide anew. Immutable, as far as
 * exceptions are.
 */
public final class AttributeConflictException extends SessionException {
    private static final long serialVersionUID = 1L;

    private final UUID session;
    private final String attribute;

    AttributeConflictException(SessionRef session, String attribute, String why) {
        super("Attribute \"" + attribute + "\" of session " + session + " was not saved: " + why);
        this.session = session.id();
        this.attribute = attribute;
    }

    /** Returns the session that was not saved. */
    public SessionRef session() {
        return new SessionRef(session);
    }

    /** Returns the name of an attribute that was refused, or could not be agreed on; of several the first one. */
    public String attribute() {
        return attribute;
    }
}
