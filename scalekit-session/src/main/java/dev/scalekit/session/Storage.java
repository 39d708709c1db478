package dev.scalekit.session;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where sessions are kept: rows, and the clock by which their time is over. A session whose time is over is there for {@link
 * #removeExpired} only. Thread-safe; what a method does is done as a whole or not at all.
 */
interface Storage {
    @Nullable
    StoredSession find(TokenHash token);

    /** Returns null if the session is not there any more. */
    @Nullable
    StoredAttributes attributes(UUID id);

    /** Stores a session, or changes one. */
    Written write(Write write);

    /** The same for a login, of a user who has at most {@code maximum} sessions afterwards, this one included. */
    Written login(Write write, int maximum, WhenExceeded then);

    /** Notes that a session is in use, which cannot make it older, and nothing else. */
    Written touch(UUID id, Device device);

    /** Returns the sessions of a user, the one used last first. */
    List<SessionInfo> sessionsOf(String user);

    /** Returns the session that was there until now. */
    @Nullable
    SessionInfo end(UUID id);

    /** Returns the session that was there until now; null if there is none, or it is not one of the user. */
    @Nullable
    SessionInfo end(String user, UUID id);

    List<SessionInfo> endAll(String user, @Nullable UUID except);

    /** Ends up to so many, whosever they are. */
    List<SessionInfo> endAny(int limit);

    /** Removes up to so many whose time is over, but none that somebody else removes right now. */
    List<SessionInfo> removeExpired(int limit);
}
