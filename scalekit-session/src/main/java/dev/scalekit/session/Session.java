package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
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

    private final StoredSessions store;
    private final UUID id;
    private final boolean isNew;
    private final Attributes attributes;
    private final DecodedValues decoded;
    private final SessionWriter writer;

    Session(StoredSessions store, UUID id, boolean isNew, SessionState state, Attributes attributes) {
        this.store = store;
        this.id = id;
        this.isNew = isNew;
        this.attributes = attributes;
        this.decoded = new DecodedValues(store, new SessionRef(id));
        this.writer = new SessionWriter(store, id, state, attributes);
    }

    /** Returns what names the session in lists and logs; it never changes. */
    public SessionRef ref() {
        return new SessionRef(id);
    }

    /** Returns the secret that the client brings with each request. It belongs into a cookie, and into nothing else. */
    public String token() {
        return writer.state().token().text();
    }

    /** Returns 32 hexadecimal digits that tell this token from others and let nobody in: see {@link #fingerprint(String)}. */
    public String fingerprint() {
        return writer.state().token().hash().fingerprint();
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
        return writer.state().user();
    }

    /** Returns when it was created, by the clock of the storage; by this machine's until it is stored. */
    public Instant created() {
        return writer.state().created();
    }

    /** Returns when it was last noted to be in use: before this request, up to the touch interval. */
    public Instant lastAccess() {
        return writer.state().lastAccess();
    }

    /** Returns for how long it may be unused. */
    public Duration idleTimeout() {
        return writer.idleTimeout();
    }

    /**
     * Changes for how long this session may be unused. Its absolute timeout stays.
     *
     * @param timeout from a second to a year
     */
    public void idleTimeout(Duration timeout) {
        writer.idleTimeout(Bounds.requireBetween(
                timeout, "idleTimeout", SessionOptions.SHORTEST_TIMEOUT, SessionOptions.LONGEST_TIMEOUT));
    }

    /** Says where the session is used, which is noted with the next write; it causes none. */
    public void device(Device device) {
        writer.device(requireNonNull(device, "device"));
    }

    /** Tells whether this request knows that the session was ended or expired. */
    public boolean hasEnded() {
        return writer.state().stage() == SessionState.Stage.ENDED;
    }

    /** Tells whether {@link SessionStore#save} would store something, besides that the session is in use. */
    public boolean isChanged() {
        return writer.isChanged();
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

    /** Removes an attribute, or a counter, of which the type of the key says nothing, if there is one. */
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
        writer.rotate(requireUser(user));
    }

    /** Refuses what no user is called: a driver may make another name of it, and find somebody else. */
    static String requireUser(String user) {
        return Bounds.requireText(user, "user", MAXIMUM_USER);
    }

    /** Gives the session a new token; the old one is dead when this returns. Otherwise as {@link #login}. */
    public void renew() {
        writer.rotate(null);
    }

    /** Ends the session for ever, on all servers. What other requests still save is not stored. Returns whether it was there. */
    public boolean end() {
        return writer.end();
    }

    SaveOutcome save() {
        return writer.save();
    }

    StoredSessions store() {
        return store;
    }

    /** For example {@code session 0192..., logged in, 3 attributes, STORED}; never the token, the user or a value. */
    @Override
    public String toString() {
        SessionState now = writer.state();
        return "session " + id + (now.user() == null ? "" : ", logged in") + ", " + names().size() + " attributes, "
                + now.stage();
    }
}
