package dev.scalekit.session;

/** What a login does whose user has as many sessions as allowed. */
public enum WhenExceeded {
    /** Ends the session that was not used for the longest time. */
    END_OLDEST,
    /** Throws a {@link TooManySessionsException}; the session stays as it was. */
    REFUSE
}
