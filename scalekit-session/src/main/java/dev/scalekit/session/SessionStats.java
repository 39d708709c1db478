package dev.scalekit.session;

/**
 * What a store has counted since it was built: this instance, not the cluster. The figures are taken one after the other while
 * others count on. Immutable.
 *
 * @param created sessions stored for the first time
 * @param found sessions found by their token
 * @param notFound tokens of the right form without a session: ended, expired, or made up
 * @param malformed tokens that cannot be any, for which the storage was not asked
 * @param unchanged saves with nothing to store
 * @param saved saves that stored something, logins among them
 * @param touched saves that only noted that the session is in use
 * @param refused saves of sessions that had been ended or expired
 * @param retried saves done again since somebody else had changed what they looked at
 * @param conflicts saves that threw an {@link AttributeConflictException}
 * @param logins logins that succeeded
 * @param ended sessions ended before their time
 * @param expired sessions removed whose time was over
 * @param dropped attributes that could not be decoded
 * @param failures calls that the storage did not answer, or refused
 */
public record SessionStats(
        long created,
        long found,
        long notFound,
        long malformed,
        long unchanged,
        long saved,
        long touched,
        long refused,
        long retried,
        long conflicts,
        long logins,
        long ended,
        long expired,
        long dropped,
        long failures) {}
