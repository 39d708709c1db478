package dev.scalekit.session;

/** Why a session was ended before its time was over. */
public enum EndReason {
    /** By {@link Session#end()} or {@link SessionStore#end}. */
    ENDED,
    /** With all others of its user, or of everybody. */
    ENDED_ALL,
    /** Its user logged in once more than allowed, and it was the one not used for the longest time. */
    EXCEEDED
}
