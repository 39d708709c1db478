package dev.scalekit.session.servlet;

import dev.scalekit.session.AttributeConflictException;
import dev.scalekit.session.Device;
import dev.scalekit.session.SaveOutcome;
import dev.scalekit.session.Session;
import dev.scalekit.session.SessionStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request and its response, with the session that belongs to them: looked up when it is first asked for, saved before the
 * response is committed and again at the end if it was changed since, and told to the client if the token is not the one that
 * it brought. Thread-safe, as far as the request and the response are.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFilter.class);

    private final SessionStore store;
    private final Transport transport;
    private final ServletEvents events;
    private final OwnEnds ownEnds;
    private final HttpServletRequest request;
    private final HttpServletResponse response;

    /** Held while the store is asked for the session, but by nobody who saves or tells. */
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private boolean isLookedUp;
    private @Nullable HttpSessionView view;
    /** The session that the client knows of was ended by this request: another one may have given it a new one already. */
    private boolean hasEnded;

    /** The token of the session that this request had, and is looked up anew. */
    private @Nullable String lastToken;

    /** The token that a session was created with, which is worth nothing before the session is stored. */
    private volatile @Nullable String createdToken;

    private volatile @Nullable String brought;
    /** What the client will have for a token after this response. */
    private volatile @Nullable String told;
    /** The session that was saved, and has to be again only if it is changed. */
    private volatile @Nullable Session saved;
    /** A save has failed, and the request with it. Nobody waits for a second one, but by {@link #saveNow}. */
    private volatile boolean hasFailed;

    Exchange(SessionFilter filter, HttpServletRequest request, HttpServletResponse response) {
        this.store = filter.store();
        this.transport = filter.transport();
        this.events = filter.events();
        this.ownEnds = filter.ownEnds();
        this.request = request;
        this.response = response;
    }

    /** Returns the session of this request; a new one, or null, if there is none. */
    @Nullable
    HttpSessionView session(boolean creates) {
        HttpSessionView session;
        HttpSessionView created = null;
        lock.lock();
        try {
            session = current();
            if (session == null && !isLookedUp) {
                session = lookUp();
                view = session;
                isLookedUp = true;
            }
            if (session == null && creates) {
                created = create();
                session = created;
                view = created;
            }
        } finally {
            lock.unlock();
        }
        if (created != null) {
            events.created(created);
        }
        return session;
    }

    private @Nullable HttpSessionView current() {
        HttpSessionView current = view;
        if (current != null && current.session().hasEnded()) {
            hasEnded |= told != null;
            view = null;
        }
        return view;
    }

    private @Nullable HttpSessionView lookUp() {
        String last = lastToken;
        if (last != null) {
            return store.find(last).map(this::viewOf).orElse(null);
        }
        for (String token : transport.tokens(request)) {
            Optional<Session> found = store.find(token);
            if (found.isPresent()) {
                brought = token;
                told = token;
                return viewOf(found.get());
            }
        }
        return null;
    }

    private HttpSessionView create() {
        if (response.isCommitted()) {
            throw new IllegalStateException(
                    "A session must be created before the response is committed: the client cannot be told any more");
        }
        Session created = store.create();
        createdToken = created.token();
        return viewOf(created);
    }

    private HttpSessionView viewOf(Session session) {
        session.device(new Device(request.getHeader("User-Agent"), request.getRemoteAddr()));
        return new HttpSessionView(this, events, session, request.getServletContext());
    }

    SessionStore store() {
        return store;
    }

    /** Returns the id of the session that the client asked for, be there one or not. */
    @Nullable
    String requestedId() {
        String found = brought;
        if (found != null) {
            return Session.fingerprint(found);
        }
        return transport.tokens(request).stream()
                .findFirst()
                .map(Session::fingerprint)
                .orElse(null);
    }

    boolean isByCookie() {
        return transport instanceof CookieTransport;
    }

    String changeId() {
        HttpSessionView session = session(false);
        if (session == null) {
            throw new IllegalStateException("There is no session whose id could be changed");
        }
        if (response.isCommitted()) {
            throw new IllegalStateException(
                    "The id must be changed before the response is committed: the client cannot be told any more");
        }
        session.session().renew();
        session.tellNewId();
        return session.getId();
    }

    void invalidate(HttpSessionView session) {
        boolean wasThere = ownEnds.end(session.session());
        if (wasThere || session.session().isNew()) {
            session.part();
        }
    }

    /** To be called whenever the response may be committed by what comes next: saves, and tells the client. */
    SaveOutcome beforeCommit() {
        HttpSessionView session = locked();
        try {
            if (session == null) {
                return SaveOutcome.UNCHANGED;
            }
            session.tellNewId();
            return save(session.session());
        } finally {
            tell();
        }
    }

    /** Saves now, for somebody who can do something about a failure. */
    SaveOutcome saveNow() {
        hasFailed = false;
        try {
            return beforeCommit();
        } catch (AttributeConflictException e) {
            lookUpAnew();
            throw e;
        }
    }

    /** Leaves the session with what cannot be saved of it: whoever asks for the session gets it as it is stored now. */
    private void lookUpAnew() {
        lock.lock();
        try {
            HttpSessionView current = view;
            if (current != null) {
                lastToken = current.session().token();
                view = null;
                isLookedUp = false;
                hasFailed = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether the client has to be told of another token than it knows, or that its session has ended. */
    boolean hasNews() {
        HttpSessionView session = locked();
        return session == null
                ? told != null && isEnded()
                : !session.session().token().equals(told);
    }

    /** To be called when all is done. */
    void finish() {
        beforeCommit();
        HttpSessionView session = locked();
        if (session != null
                && response.isCommitted()
                && !session.session().token().equals(told)) {
            LOG.warn(
                    "Session {} was created or given a new token after the response was committed, so the client has not got"
                            + " it: log in before anything is flushed",
                    session.session().ref());
        }
    }

    /** Makes an error of the response, if it still can be one. */
    void failed(RuntimeException failure) {
        if (response.isCommitted()) {
            return;
        }
        try {
            response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private @Nullable HttpSessionView locked() {
        lock.lock();
        try {
            return current();
        } finally {
            lock.unlock();
        }
    }

    private SaveOutcome save(Session session) {
        if (hasFailed || (saved == session && !session.isChanged())) {
            return SaveOutcome.UNCHANGED;
        }
        boolean isDone = false;
        try {
            SaveOutcome outcome = store.save(session);
            if (outcome == SaveOutcome.ENDED) {
                lost(session);
            }
            saved = session;
            isDone = true;
            return outcome;
        } finally {
            hasFailed |= !isDone;
        }
    }

    /** Another request has ended the session. What the client has for a token now is that one's affair. */
    private void lost(Session session) {
        lock.lock();
        try {
            HttpSessionView current = view;
            if (current != null && current.session() == session) {
                view = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
        if (response.isCommitted()) {
            return;
        }
        HttpSessionView session = locked();
        if (session == null) {
            if (isEnded()) {
                transport.clear(response);
                told = null;
            }
            return;
        }
        String token = session.session().token();
        // One with another token than it was created with has been logged in or renewed, and so stored.
        boolean isStored = saved == session.session() || !token.equals(createdToken);
        if (isStored && !token.equals(brought)) {
            transport.give(response, token);
            told = token;
        }
    }

    private boolean isEnded() {
        lock.lock();
        try {
            return hasEnded;
        } finally {
            lock.unlock();
        }
    }
}
