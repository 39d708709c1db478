package dev.scalekit.session;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Does what another storage does; a subclass does something besides, or wrong. Thread-safe. */
class ForwardingStorage implements Storage {
    final Storage rows;

    ForwardingStorage(Storage rows) {
        this.rows = rows;
    }

    @Override
    public @Nullable StoredSession find(TokenHash token) {
        return rows.find(token);
    }

    @Override
    public @Nullable StoredAttributes attributes(UUID id) {
        return rows.attributes(id);
    }

    @Override
    public Written write(Write write) {
        return rows.write(write);
    }

    @Override
    public Written login(Write write, int maximum, WhenExceeded then) {
        return rows.login(write, maximum, then);
    }

    @Override
    public Written touch(UUID id, Device device) {
        return rows.touch(id, device);
    }

    @Override
    public List<SessionInfo> sessionsOf(String user) {
        return rows.sessionsOf(user);
    }

    @Override
    public @Nullable SessionInfo end(UUID id) {
        return rows.end(id);
    }

    @Override
    public @Nullable SessionInfo end(String user, UUID id) {
        return rows.end(user, id);
    }

    @Override
    public List<SessionInfo> endAll(String user, @Nullable UUID except) {
        return rows.endAll(user, except);
    }

    @Override
    public List<SessionInfo> endAny(int limit) {
        return rows.endAny(limit);
    }

    @Override
    public List<SessionInfo> removeExpired(int limit) {
        return rows.removeExpired(limit);
    }
}
