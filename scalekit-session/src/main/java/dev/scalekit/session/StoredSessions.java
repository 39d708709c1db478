package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import dev.scalekit.session.Figures.Figure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that a store does but keep rows, which is what {@link Storage} does: so every store has the same rules, and counts and
 * tells of the same things. Thread-safe.
 */
abstract sealed class StoredSessions implements SessionStore permits InMemorySessionStore, JdbcSessionStore {
    private static final int ENDED_AT_ONCE = 1_000;

    private final SessionOptions options;
    private final Storage storage;
    private final Figures figures = new Figures();
    private final Listeners listeners;
    private final KeyTypes keyTypes = new KeyTypes();
    private final Issuer issuer = new Issuer();
    private final Cleaner cleaner;
    private volatile boolean closed;

    StoredSessions(SessionOptions options, Storage storage) {
        this.options = options;
        this.storage = storage;
        this.listeners = new Listeners(options.name(), options.listeners());
        this.cleaner = new Cleaner(options, this::removeExpired);
    }

    /** Begins to clean up, if this store does so by itself: the last thing that building it does. */
    final void start() {
        cleaner.start();
    }

    @Override
    public final Session create() {
        requireOpen();
        Instant now = options.clock().instant();
        SessionState state = new SessionState(
                SessionState.Stage.NEW,
                issuer.token(),
                null,
                now,
                now,
                options.idleTimeout(),
                nextTouch(options.idleTimeout()));
        StoredAttributes none = new StoredAttributes(0, 0, Map.of());
        return new Session(this, issuer.id(now.toEpochMilli()), true, state, new Attributes(none, options.limits()));
    }

    @Override
    public final Optional<Session> find(String token) {
        requireNonNull(token, "token");
        requireOpen();
        Token parsed = Token.parse(token);
        if (parsed == null) {
            figures.count(Figure.MALFORMED);
            return Optional.empty();
        }
        StoredSession found = askNullable(() -> storage.find(parsed.hash()));
        // The storage has looked at the clock already; a session whose time is over must not depend on one line of SQL.
        if (found == null || !found.isAlive()) {
            figures.count(Figure.NOT_FOUND);
            return Optional.empty();
        }
        figures.count(Figure.FOUND);
        return Optional.of(session(parsed, found));
    }

    private Session session(Token token, StoredSession found) {
        Duration idle = Duration.ofMillis(found.idleMillis());
        // At most the idle time: of a session of the past, or of the future, no arithmetic may fail.
        long age = Duration.ofMillis(Math.min(found.nowMillis() - found.lastAccessMillis(), found.idleMillis()))
                .toNanos();
        SessionState state = new SessionState(
                SessionState.Stage.STORED,
                token,
                found.user(),
                Instant.ofEpochMilli(found.createdMillis()),
                Instant.ofEpochMilli(found.lastAccessMillis()),
                idle,
                nextTouch(idle) - age);
        return new Session(this, found.id(), false, state, new Attributes(found.attributes(), options.limits()));
    }

    @Override
    public final SaveOutcome save(Session session) {
        requireNonNull(session, "session");
        requireOpen();
        if (session.store() != this) {
            throw new IllegalArgumentException("session must be one of this store: " + session.ref());
        }
        return session.save();
    }

    @Override
    public final List<SessionInfo> sessionsOf(String user) {
        Session.requireUser(user);
        requireOpen();
        return ask(() -> storage.sessionsOf(user));
    }

    @Override
    public final boolean end(SessionRef session) {
        requireNonNull(session, "session");
        requireOpen();
        List<SessionInfo> ended = endQuietly(session.id());
        ended(ended, EndReason.ENDED);
        return !ended.isEmpty();
    }

    @Override
    public final boolean end(String user, SessionRef session) {
        Session.requireUser(user);
        requireNonNull(session, "session");
        requireOpen();
        SessionInfo ended = askNullable(() -> storage.end(user, session.id()));
        return ended != null && ended(List.of(ended), EndReason.ENDED) > 0;
    }

    /** Ends a session, of which nobody is told yet. */
    final List<SessionInfo> endQuietly(UUID id) {
        requireOpen();
        SessionInfo ended = askNullable(() -> storage.end(id));
        return ended == null ? List.of() : List.of(ended);
    }

    @Override
    public final int endAll(String user) {
        Session.requireUser(user);
        requireOpen();
        return ended(ask(() -> storage.endAll(user, null)), EndReason.ENDED_ALL);
    }

    @Override
    public final int endAll(String user, Session except) {
        Session.requireUser(user);
        requireNonNull(except, "except");
        requireOpen();
        return ended(ask(() -> storage.endAll(user, except.ref().id())), EndReason.ENDED_ALL);
    }

    @Override
    public final int endAll() {
        requireOpen();
        int ended = 0;
        int last;
        do {
            last = ended(ask(() -> storage.endAny(ENDED_AT_ONCE)), EndReason.ENDED_ALL);
            ended += last;
        } while (last == ENDED_AT_ONCE);
        return ended;
    }

    final int ended(List<SessionInfo> sessions, EndReason reason) {
        figures.add(Figure.ENDED, sessions.size());
        sessions.forEach(session -> listeners.tell(listener -> listener.ended(session, reason)));
        return sessions.size();
    }

    @Override
    public final int cleanUp() {
        requireOpen();
        return cleaner.cleanUp();
    }

    private List<SessionInfo> removeExpired(int limit) {
        List<SessionInfo> removed = ask(() -> storage.removeExpired(limit));
        figures.add(Figure.EXPIRED, removed.size());
        removed.forEach(session -> listeners.tell(listener -> listener.expired(session)));
        return removed;
    }

    @Override
    public final Registration listen(SessionListener listener) {
        return listeners.add(listener);
    }

    @Override
    public final SessionStats stats() {
        return figures.snapshot();
    }

    @Override
    public final void close() {
        closed = true;
        cleaner.close();
    }

    /** Sends a save, and counts it. */
    final Written write(Write write) {
        requireOpen();
        Written written = ask(() -> send(write));
        switch (written.kind()) {
            case DONE -> done(write);
            case GONE -> figures.count(Figure.REFUSED);
            case STALE -> figures.count(Figure.RETRIED);
            case REFUSED -> throw new TooManySessionsException(options.maximumPerUser());
        }
        return written;
    }

    private Written send(Write write) {
        boolean isLimited = write.user() != null && options.maximumPerUser() < Integer.MAX_VALUE;
        return isLimited
                ? storage.login(write, options.maximumPerUser(), options.whenExceeded())
                : storage.write(write);
    }

    private void done(Write write) {
        figures.count(Figure.SAVED);
        if (write.user() != null) {
            figures.count(Figure.LOGINS);
        }
    }

    /** Tells of what a save has done. Called without a lock. */
    final void tell(@Nullable SessionInfo created, List<SessionInfo> exceeded) {
        if (created != null) {
            figures.count(Figure.CREATED);
            listeners.tell(listener -> listener.created(created));
        }
        ended(exceeded, EndReason.EXCEEDED);
    }

    final Written touch(UUID id, Device device) {
        requireOpen();
        Written written = ask(() -> storage.touch(id, device));
        figures.count(written.kind() == Written.Kind.DONE ? Figure.TOUCHED : Figure.REFUSED);
        return written;
    }

    final @Nullable StoredAttributes attributes(UUID id) {
        return askNullable(() -> storage.attributes(id));
    }

    final SaveOutcome unchanged() {
        figures.count(Figure.UNCHANGED);
        return SaveOutcome.UNCHANGED;
    }

    final AttributeConflictException conflict(AttributeConflictException conflict) {
        figures.count(Figure.CONFLICTS);
        return conflict;
    }

    final void dropped(SessionRef session, String name, String reason) {
        figures.count(Figure.DROPPED);
        listeners.dropped(session, name, reason);
    }

    private <T> T ask(Supplier<T> question) {
        return requireNonNull(askNullable(question), "answer");
    }

    private <T> @Nullable T askNullable(Supplier<? extends @Nullable T> question) {
        try {
            return question.get();
        } catch (SessionException e) {
            figures.count(Figure.FAILURES);
            throw e;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(this + " is closed");
        }
    }

    /** Returns when a session that is noted to be in use now has to be noted again. */
    final long nextTouch(Duration idle) {
        Duration every = options.touchEvery();
        Duration half = idle.dividedBy(2);
        return options.ticker().nanos() + (every.compareTo(half) < 0 ? every : half).toNanos();
    }

    final long absoluteMillis() {
        return options.absoluteTimeout().toMillis();
    }

    final Codec codec() {
        return options.codec();
    }

    final SessionLimits limits() {
        return options.limits();
    }

    final Ticker ticker() {
        return options.ticker();
    }

    final Issuer issuer() {
        return issuer;
    }

    final KeyTypes keyTypes() {
        return keyTypes;
    }

    @Override
    public String toString() {
        return "session store " + options.name();
    }
}
