package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * Names a session without giving access to it: for lists, logs and {@link SessionStore#end}. It never changes, and nobody
 * is let in by it. Immutable.
 *
 * @param id as the table has it; a UUID of version 7 (RFC 9562), which tells when the session was created
 */
public record SessionRef(UUID id) {
    public SessionRef {
        requireNonNull(id, "id");
    }

    /**
     * Returns the one that {@link #toString()} has told.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static SessionRef parse(String text) {
        requireNonNull(text, "text");
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return new SessionRef(id);
            }
        } catch (IllegalArgumentException e) {
            // Below, with the same words for everything that is none.
        }
        throw new IllegalArgumentException("A reference to a session is a UUID of 36 characters: these are "
                + text.length() + " characters of something else");
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
