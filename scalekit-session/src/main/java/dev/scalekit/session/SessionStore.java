package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps the sessions of users where every server finds them.
 *
 * <p>A request finds its session by the token that the client brought, changes it, and saves it once at its end:
 *
 * <pre>{@code
 * Session session = store.find(token).orElseGet(store::create);
 * session.put(CART, cart);
 * store.save(session);                      // then the client is given session.token()
 * }</pre>
 *
 * <p>Each method that asks the storage throws a {@link StoreUnavailableException} if it does not answer, and a {@link
 * SchemaException} if the tables are not those of this version: never is a user taken for somebody else, or for nobody,
 * since the storage was not asked. Only {@link #save} of what has not changed goes on: that it is in use is noted later.
 *
 * <p>What writes throws a {@link SaveOutcomeUnknownException} if the storage did not say whether it was done.
 *
 * <p>Not to be implemented elsewhere: sessions belong to the stores of this module, and later releases may add methods.
 * Thread-safe.
 */
public interface SessionStore extends AutoCloseable {
    /** Returns a new session without a user. Nobody finds it before it is saved, by {@link #save} or a login. */
    Session create();

    /**
     * Returns the session of a token that {@link Session#token()} has told, if it is still there.
     *
     * @param token what the client brought, in whatever form: what cannot be a token is looked up nowhere
     * @return empty if there is no such session, it was ended, its token was replaced, or its time is over
     */
    Optional<Session> find(String token);

    /**
     * Stores what was changed since the session was found or last saved, all of it or nothing, and notes that it is in use. If
     * there is nothing to store but that, a storage that cannot be asked is no failure.
     *
     * @param session of this store
     * @return what became of it; {@link SaveOutcome#ENDED} is nothing to throw away the answer for, but nothing was stored
     * @throws AttributeConflictException if somebody else changed an attribute whose key refuses that; nothing was stored
     * @throws StoreUnavailableException if the storage cannot be asked, or refuses: nothing was stored
     * @throws SaveOutcomeUnknownException if the storage did not answer in time: it may be stored or not
     * @throws IllegalArgumentException if the session is one of another store, or if, with what others have saved meanwhile, a
     *     counter would overflow or a merged value would be too big; nothing was stored
     */
    SaveOutcome save(Session session);

    /**
     * Returns the sessions that a user has, the one used last first.
     *
     * @throws IllegalArgumentException if nobody can be called so: see {@link Session#login}
     */
    List<SessionInfo> sessionsOf(String user);

    /**
     * Ends a session for ever, at once and on all servers, whosever it is: for administrators. If the reference comes from a
     * client, take {@link #end(String, SessionRef)}. Returns whether there was one.
     */
    boolean end(SessionRef session);

    /**
     * Ends a session of a user, as when the user has picked it from {@link #sessionsOf}; one of somebody else stays. Returns
     * whether there was one.
     *
     * @throws IllegalArgumentException if nobody can be called so: see {@link Session#login}
     */
    boolean end(String user, SessionRef session);

    /**
     * Ends all sessions of a user, as after the password has been changed by somebody else. Returns how many.
     *
     * @throws IllegalArgumentException if nobody can be called so: see {@link Session#login}
     */
    int endAll(String user);

    /**
     * Ends all sessions of a user but one, as after the user has changed the password. Returns how many.
     *
     * @param except if it is not stored here, all end
     * @throws IllegalArgumentException if nobody can be called so: see {@link Session#login}
     */
    int endAll(String user, Session except);

    /**
     * Ends all sessions of everybody, a thousand at a time; if it throws, those of the batches before are ended. Returns how
     * many.
     */
    int endAll();

    /**
     * Removes sessions whose time is over, in small batches, until none is left or ten seconds are over. They are not
     * found in any case; this frees their room and tells of them. The store does it by itself, unless its builder was told
     * that somebody else will. If it throws, those of the batches before are removed.
     *
     * @return how many were removed by this call; others may do the same elsewhere
     */
    int cleanUp();

    /**
     * Tells of what happens, until the registration is closed.
     *
     * @param listener see there for what it is told, and on which threads
     */
    Registration listen(SessionListener listener);

    /** Tells of sessions whose time is over: of each one once in the whole cluster. See {@link SessionListener#expired}. */
    default Registration onExpired(Consumer<SessionInfo> action) {
        requireNonNull(action, "action");
        return listen(new SessionListener() {
            @Override
            public void expired(SessionInfo session) {
                action.accept(session);
            }
        });
    }

    /** Returns what this store has counted since it was built. */
    SessionStats stats();

    /**
     * Ends the thread of the store, if it has one, and waits for the batch that it is at. Sessions stay stored. What is used afterwards throws {@code
     * IllegalStateException}.
     */
    @Override
    void close();
}
