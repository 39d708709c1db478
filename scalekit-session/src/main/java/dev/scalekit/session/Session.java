package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The session of a user, as one request sees it. Changes are pending until {@link SessionStore#save}, but for {@link #login},
 * {@link #renew} and {@link #end}, which are done at once. Nothing is done when it is garbage.
 *
 * <p>Values are copied: a value is encoded when it is put, and decoded when it is first got. Whoever changes a value
 * afterwards puts it again; collections that come out of a session cannot be changed.
 *
 * <p>Two requests of one session have two of these, on one server or two. Both save: of different attributes all changes
 * stay, of one attribute those of the last save, unless its {@link Key} says otherwise; counters add up.
 *
 * <p>Thread-safe; a save waits for one that is under way.
 */
public final class Session {
    private static final int MAXIMUM_USER = 255;

    /*
     * Whoever saves holds this lock, also while the storage is asked, so that no change is sent twice. Of what is the user's
     * only merges are called under it: they are part of the save, and others of this object wait for the save anyway. The
     * state is replaced under it, and read without. Attributes have a lock of their own, which is never held while anything is called.
     */
    private final ReentrantLock saving = new ReentrantLock();

    private final StoredSessions store;
    private final UUID id;
    private final boolean isNew;
    private final Attributes attributes;
    private final DecodedValues decoded;
    private volatile SessionState state;
    private volatile @Nullable Duration newIdleTimeout;
    /** Whether the first save of a new session may have been done, and nobody knows. Guarded by {@code saving}. */
    private boolean mayBeStored;

    private volatile Device device = Device.UNKNOWN;

    Session(StoredSessions store, UUID id, boolean isNew, SessionState state, Attributes attributes) {
        this.store = store;
        this.id = id;
        this.isNew = isNew;
        this.state = state;
        this.attributes = attributes;
        this.decoded = new DecodedValues(store, new SessionRef(id));
    }

    /** Returns what names the session in lists and logs; it never changes. */
    public SessionRef ref() {
        return new SessionRef(id);
    }

    /** Returns the secret that the client brings with each request. It belongs into a cookie, and into nothing else. */
    public String token() {
        return state.token().text();
    }

    /** Returns 32 hexadecimal digits that tell this token from others and let nobody in: see {@link #fingerprint(String)}. */
    public String fingerprint() {
        return state.token().hash().fingerprint();
    }

    /** Returns the first 128 bits of the SHA-256 of a token, or of whatever a client brought as one, for logs. */
    public static String fingerprint(String token) {
        return TokenHash.of(requireNonNull(token, "token")).fingerprint();
    }

    /** Tells whether this request created the session. */
    public boolean isNew() {
        return isNew;
    }

    /** Returns who is logged in, or null. */
    public @Nullable String user() {
        return state.user();
    }

    /** Returns when it was created, by the clock of the storage; by this machine's until it is stored. */
    public Instant created() {
        return state.created();
    }

    /** Returns when it was last noted to be in use: before this request, up to the touch interval. */
    public Instant lastAccess() {
        return state.lastAccess();
    }

    /** Returns for how long it may be unused. */
    public Duration idleTimeout() {
        Duration changed = newIdleTimeout;
        return changed == null ? state.idleTimeout() : changed;
    }

    /**
     * Changes for how long this session may be unused. Its absolute timeout stays.
     *
     * @param timeout from a second to a year
     */
    public void idleTimeout(Duration timeout) {
        newIdleTimeout = Bounds.requireBetween(
                timeout, "idleTimeout", SessionOptions.SHORTEST_TIMEOUT, SessionOptions.LONGEST_TIMEOUT);
    }

    /** Says where the session is used, which is noted with the next write; it causes none. */
    public void device(Device device) {
        this.device = requireNonNull(device, "device");
    }

    /** Tells whether this request knows that the session was ended or expired. */
    public boolean hasEnded() {
        return state.stage() == SessionState.Stage.ENDED;
    }

    /** Tells whether {@link SessionStore#save} would store something, besides that the session is in use. */
    public boolean isChanged() {
        SessionState.Stage stage = state.stage();
        boolean isPending = stage == SessionState.Stage.NEW || newIdleTimeout != null || attributes.isChanged();
        return isPending && stage != SessionState.Stage.ENDED;
    }

    /** Returns the names of all attributes and counters, in order; a copy. */
    public Set<String> names() {
        return attributes.names();
    }

    /**
     * Returns the value of an attribute, a copy of what was put.
     *
     * @return null if there is none, or if what is stored cannot be decoded as that type, of which listeners are told
     * @throws IllegalArgumentException if the name is used with another type in this store
     */
    public <T> @Nullable T get(Key<T> key) {
        store.keyTypes().require(key);
        return decoded.get(key, attributes.current(key.name()));
    }

    /**
     * Sets the value of an attribute.
     *
     * @param value is encoded now: what is done to it later is not stored
     * @throws IllegalArgumentException if the value is too big, alone or together with the others, the codec does not know its
     *     type, or the name is used with another type in this store; then nothing has changed
     */
    public <T> void put(Key<T> key, T value) {
        store.keyTypes().add(key);
        requireNonNull(value, "value");
        if (!key.type().isInstance(value)) {
            throw new IllegalArgumentException("value of \"" + key.name() + "\" must be a "
                    + key.type().getName() + ": " + value.getClass().getName());
        }
        attributes.put(key, encode(key, value));
    }

    /** Finds out now, and not in the next request, if a value cannot be decoded by the type of its key alone. */
    private <T> Encoded encode(Key<T> key, T value) {
        byte[] bytes = store.codec().encode(value);
        boolean namesItsClass = key.type() == value.getClass()
                && (key.type().isRecord() || key.type().isEnum());
        if (!namesItsClass) {
            try {
                key.decode(bytes, store.codec());
            } catch (UndecodableException e) {
                throw new IllegalArgumentException(
                        "value of \"" + key.name() + "\" must be one that the codec decodes as "
                                + key.type().getName()
                                + ": allow its classes, or use a key that names them: "
                                + value.getClass().getName(),
                        e);
            }
        }
        return new Encoded(bytes);
    }

    /** Removes an attribute or counter, if there is one. */
    public void remove(Key<?> key) {
        attributes.remove(key);
    }

    /** Returns a counter as this request sees it: 0 if there is none. */
    public long counter(String name) {
        store.keyTypes().requireCounter(Key.requireName(name));
        return decoded.counter(name, attributes.current(name));
    }

    /**
     * Adds to a counter, which begins at 0. Of many requests at once none gets lost.
     *
     * @param number may be negative
     * @throws IllegalArgumentException if the counter would overflow, or the name is used for values in this store
     */
    public void increment(String name, long number) {
        store.keyTypes().addCounter(Key.requireName(name));
        attributes.increment(name, number);
    }

    /**
     * Logs a user in: the session gets a new token, and the old one is dead on all servers, when this returns. Pending changes
     * are stored with it, all in one. Its absolute timeout begins anew.
     *
     * @param user 1 to 255 characters without control characters
     * @throws SessionEndedException if the session was ended or expired, or another request gave it a new token
     * @throws TooManySessionsException if the user has as many sessions as allowed, and the store refuses more
     * @throws IllegalStateException if another user is logged in: end the session, and create another
     * @throws SaveOutcomeUnknownException if the storage did not answer in time. Take it for failed: then the client's old
     *     token may be dead, and nobody has the new one
     */
    public void login(String user) {
        rotate(requireUser(user));
    }

    /** Refuses what no user is called: a driver may make another name of it, and find somebody else. */
    static String requireUser(String user) {
        return Bounds.requireText(user, "user", MAXIMUM_USER);
    }

    /** Gives the session a new token; the old one is dead when this returns. Otherwise as {@link #login}. */
    public void renew() {
        rotate(null);
    }

    private void rotate(@Nullable String user) {
        Saved saved;
        lock();
        try {
            SessionState before = state;
            if (user != null && before.user() != null && !user.equals(before.user())) {
                throw new IllegalStateException(
                        "Session " + id + " has another user logged in: end it, and create another");
            }
            Token token = store.issuer().token();
            if (before.stage() == SessionState.Stage.ENDED) {
                throw new SessionEndedException(ref());
            }
            saved = write(new Rotation(before.token().hash(), token.hash(), user), token);
        } finally {
            saving.unlock();
        }
        if (saved.outcome == SaveOutcome.ENDED) {
            throw new SessionEndedException(ref());
        }
        saved.events.run();
    }

    /** Ends the session for ever, on all servers. What other requests still save is not stored. Returns whether it was there. */
    public boolean end() {
        List<SessionInfo> ended;
        lock();
        try {
            SessionState before = state;
            boolean mayBeThere = before.stage() == SessionState.Stage.STORED || mayBeStored;
            ended = mayBeThere ? store.endQuietly(id) : List.of();
            state = before.ended();
        } finally {
            saving.unlock();
        }
        return store.ended(ended, EndReason.ENDED) > 0;
    }

    SaveOutcome save() {
        Saved saved;
        lock();
        try {
            SessionState before = state;
            boolean hasEnded = before.stage() == SessionState.Stage.ENDED;
            saved = hasEnded ? Saved.quietly(SaveOutcome.ENDED) : write(null, before.token());
        } finally {
            saving.unlock();
        }
        saved.events.run();
        return saved.outcome;
    }

    private void lock() {
        if (saving.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "Session " + id + " is being saved, and cannot be by what is called meanwhile");
        }
        saving.lock();
    }

    /** What became of a save, and what listeners are told of it when no lock is held any more. */
    private record Saved(SaveOutcome outcome, Runnable events) {
        static Saved quietly(SaveOutcome outcome) {
            return new Saved(outcome, () -> {});
        }
    }

    /** Stores what there is to store, with a new token if there is a rotation. */
    private Saved write(@Nullable Rotation rotation, Token token) {
        SessionState before = state;
        Duration idle = newIdleTimeout;
        boolean isNew = before.stage() == SessionState.Stage.NEW;
        if (!isNew && rotation == null && idle == null && !attributes.isChanged()) {
            return Saved.quietly(touch(before));
        }
        Duration timeout = idle == null ? before.idleTimeout() : idle;
        Long idleMillis = isNew || idle != null ? Long.valueOf(timeout.toMillis()) : null;
        Write update = new Write(id, false, rotation, List.of(), idleMillis, store.absoluteMillis(), device, null);
        Written written = send(isNew ? update.asNew(token.hash()) : update);
        Written.Row row = written.row();
        if (row == null) {
            return Saved.quietly(rotation == null ? ended(before) : SaveOutcome.ENDED);
        }
        mayBeStored = false;
        state = before.written(row, token, update.user(), timeout, store.nextTouch(timeout));
        if (Objects.equals(newIdleTimeout, idle)) {
            newIdleTimeout = null;
        }
        List<SessionInfo> exceeded = written.exceeded();
        SessionInfo created = isNew ? row.info(update) : null;
        return new Saved(SaveOutcome.SAVED, () -> store.tell(created, exceeded));
    }

    private Written send(Write write) {
        if (mayBeStored) {
            // It is stored anew, with what has changed since; nobody was given its token.
            store.endQuietly(id);
        }
        // Until it is known to be stored: the first statement may be under way when the second one is refused for it.
        mayBeStored = write.isNew();
        return new Save(store, ref(), attributes).run(write);
    }

    private SaveOutcome touch(SessionState before) {
        if (store.ticker().nanos() - before.touchNanos() < 0) {
            return store.unchanged();
        }
        Written.Row row = store.touch(id, device).row();
        if (row == null) {
            return ended(before);
        }
        Duration timeout = before.idleTimeout();
        state = before.written(row, before.token(), null, timeout, store.nextTouch(timeout));
        return SaveOutcome.SAVED;
    }

    private SaveOutcome ended(SessionState before) {
        state = before.ended();
        return SaveOutcome.ENDED;
    }

    StoredSessions store() {
        return store;
    }

    /** For example {@code session 0192..., logged in, 3 attributes, STORED}; never the token, the user or a value. */
    @Override
    public String toString() {
        SessionState now = state;
        return "session " + id + (now.user() == null ? "" : ", logged in") + ", " + names().size() + " attributes, "
                + now.stage();
    }
}
