package dev.scalekit.session;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one request sends of its session to the storage: saves, logins, touches and the end, one after the other. Thread-safe;
 * whoever comes while something is sent waits.
 */
final class SessionWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStore.class);

    /*
     * Whoever saves holds this lock, also while the storage is asked, so that no change is sent twice. Of what is the user's
     * only merges are called under it: they are part of the save, and others of this object wait for the save anyway. The
     * state is replaced under it, and read without. Attributes have a lock of their own, which is never held while anything is called.
     */
    private final ReentrantLock saving = new ReentrantLock();

    private final StoredSessions store;
    private final UUID id;
    private final Attributes attributes;
    private volatile SessionState state;
    /** Null if it is not to be changed. */
    private final AtomicReference<@Nullable Duration> newIdleTimeout = new AtomicReference<>();

    private volatile Device device = Device.UNKNOWN;

    /** Whether the first save of a new session may have been done, and nobody knows. Guarded by {@code saving}. */
    private boolean mayBeStored;

    SessionWriter(StoredSessions store, UUID id, SessionState state, Attributes attributes) {
        this.store = store;
        this.id = id;
        this.state = state;
        this.attributes = attributes;
    }

    SessionState state() {
        return state;
    }

    Duration idleTimeout() {
        Duration changed = newIdleTimeout.get();
        return changed == null ? state.idleTimeout() : changed;
    }

    void idleTimeout(Duration timeout) {
        newIdleTimeout.set(timeout);
    }

    void device(Device where) {
        device = where;
    }

    boolean isChanged() {
        SessionState.Stage stage = state.stage();
        boolean isPending = stage == SessionState.Stage.NEW || newIdleTimeout.get() != null || attributes.isChanged();
        return isPending && stage != SessionState.Stage.ENDED;
    }

    /** Gives the session a new token, and a user unless that is null, with all that is pending. */
    void rotate(@Nullable String user) {
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
                throw new SessionEndedException(new SessionRef(id));
            }
            saved = write(new Rotation(before.token().hash(), token.hash(), user), token);
        } finally {
            saving.unlock();
        }
        if (saved.outcome == SaveOutcome.ENDED) {
            throw new SessionEndedException(new SessionRef(id));
        }
        saved.events.run();
    }

    /** Ends the session. Returns whether it was there. */
    boolean end() {
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
        Duration idle = newIdleTimeout.get();
        boolean isNew = before.stage() == SessionState.Stage.NEW;
        if (!isNew && rotation == null && idle == null && !attributes.isChanged()) {
            return Saved.quietly(touch(before));
        }
        Duration timeout = idle == null ? before.idleTimeout() : idle;
        Long idleMillis = isNew || idle != null ? Long.valueOf(timeout.toMillis()) : null;
        Write change =
                new Write(id, false, rotation, List.of(), idleMillis, store.absoluteMillis(), device, null, false);
        Write write = isNew ? change.asNew(token.hash()) : change;
        Written written = send(write);
        Written.Row row = written.row();
        if (row == null) {
            return Saved.quietly(rotation == null ? ended(before) : SaveOutcome.ENDED);
        }
        mayBeStored = false;
        state = before.written(row, token, write.user(), timeout, store.nextTouch(timeout));
        newIdleTimeout.compareAndSet(idle, null);
        List<SessionInfo> exceeded = written.exceeded();
        SessionInfo created = isNew ? row.info(write) : null;
        return new Saved(SaveOutcome.SAVED, () -> store.tell(created, exceeded));
    }

    private Written send(Write write) {
        if (mayBeStored) {
            // It is stored anew, with what has changed since; nobody was given its token.
            store.endQuietly(id);
        }
        // Until it is known to be stored: the first statement may be under way when the second one is refused for it.
        mayBeStored = write.isNew();
        return new Save(store, new SessionRef(id), attributes).run(write);
    }

    private SaveOutcome touch(SessionState before) {
        if (store.ticker().nanos() - before.touchNanos() < 0) {
            return store.unchanged();
        }
        Written.Row row;
        try {
            row = store.touch(id, device).row();
        } catch (StoreUnavailableException | SaveOutcomeUnknownException e) {
            // Nothing of the user's is lost, and the next request tries again: no reason to fail this one.
            LOG.debug("{}: session {} was not noted to be in use", store, id, e);
            return store.unchanged();
        }
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
}
