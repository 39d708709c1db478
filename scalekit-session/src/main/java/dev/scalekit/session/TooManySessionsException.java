package dev.scalekit.session;

/** A login was refused: its user has as many sessions as allowed. The session is as it was. Immutable, as far as exceptions are. */
public final class TooManySessionsException extends SessionException {
    private static final long serialVersionUID = 1L;

    private final int maximum;

    TooManySessionsException(int maximum) {
        super("The user has the most sessions allowed: " + maximum);
        this.maximum = maximum;
    }

    /** Returns how many sessions a user may have. */
    public int maximum() {
        return maximum;
    }
}
