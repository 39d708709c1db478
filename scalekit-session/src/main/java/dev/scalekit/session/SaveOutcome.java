package dev.scalekit.session;

/** What became of a save. */
public enum SaveOutcome {
    /** There was nothing to store, and it was not asked, or could not be, whether the session is still there. */
    UNCHANGED,
    /** All is stored. */
    SAVED,
    /** Nothing is stored: the session was ended, or its time was over. It does not come back. */
    ENDED
}
