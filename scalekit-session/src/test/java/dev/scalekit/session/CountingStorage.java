package dev.scalekit.session;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts how often it is looked for a session. Not thread-safe. */
final class CountingStorage implements Storage {
    private final Storage target;
    private long finds;

    CountingStorage(Storage target) {
        this.target = target;
    }

    long finds() {
        return finds;
    }

    @Override
    public @Nullable StoredSession find(TokenHash token) {
        finds++;
        return target.find(token);
    }

    @Override
    public @Nullable StoredAttributes attributes(UUID id) {
        return target.attributes(id);
    }

    @Override
    public Written write(Write write) {
        return target.write(write);
    }

    @Override
    public Written login(Write write, int maximum, WhenExceeded then) {
        return target.login(write, maximum, then);
    }

    @Override
    public Written touch(UUID id, Device device) {
        return target.touch(id, device);
    }

    @Override
    public List<SessionInfo> sessionsOf(String user) {
        return target.sessionsOf(user);
    }

    @Override
    public @Nullable SessionInfo end(UUID id) {
        return target.end(id);
    }

    @Override
    public List<SessionInfo> endAll(String user, @Nullable UUID except) {
        return target.endAll(user, except);
    }

    @Override
    public List<SessionInfo> endAny(int limit) {
        return target.endAny(limit);
    }

    @Override
    public List<SessionInfo> removeExpired(int limit) {
        return target.removeExpired(limit);
    }
}
