package dev.scalekit.session;

/**
 * Hears of sessions that begin and end, for meters, audits and lists of who is there. Each method does nothing by default;
 * later releases may add some.
 *
 * <p>Called after the fact, on the thread that did it: of the request, of whoever ended the session, or of the store for
 * those whose time was over. Several may call at once. No lock is held and no connection; it may call the store. Who
 * blocks delays that thread. What it throws is logged and changes nothing.
 *
 * <p>Of each session one server hears that it was created, and one that it ended or that its time was over: the one whose
 * statement did it. If that process dies in between, or the database's answer is lost, nobody hears of it.
 */
public interface SessionListener {
    /** A session was stored for the first time. */
    default void created(SessionInfo session) {}

    /** A session was ended. */
    default void ended(SessionInfo session, EndReason reason) {}

    /** A session was removed whose time was over: when it was, not when it is removed, is {@link SessionInfo#deadline()}. */
    default void expired(SessionInfo session) {}

    /**
     * A stored attribute could not be decoded, and the request goes on without. It stays stored until it is put or removed:
     * another version of the application may know it.
     *
     * @param session whose attribute it is
     * @param name of the attribute
     * @param reason why, without the value, and without control characters, so that it can be logged
     */
    default void attributeDropped(SessionRef session, String name, String reason) {}
}
