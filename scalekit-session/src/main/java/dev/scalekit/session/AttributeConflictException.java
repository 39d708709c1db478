package dev.scalekit.session;

/**
 * Somebody else changed an attribute that this request changed too, and its key refuses that ({@link
 * Key#failOnConflict()}). Nothing of the save was stored; find the session again and decide anew. Immutable, as far as
 * exceptions are.
 */
public final class AttributeConflictException extends SessionException {
    private static final long serialVersionUID = 1L;

    AttributeConflictException(SessionRef session, String attribute, String why) {
        super("Attribute \"" + attribute + "\" of session " + session + " was not saved: " + why);
    }
}
