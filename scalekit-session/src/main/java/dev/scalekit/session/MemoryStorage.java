package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows in two maps. One lock for everything: what is done under it takes no longer than a few microseconds, but for what
 * looks at all sessions, which lists, ends, cleanups and limited logins do. Thread-safe.
 */
final class MemoryStorage implements Storage {
    private final InstantSource clock;
    private final Map<UUID, MemoryRow> rows = new HashMap<>();
    private final Map<TokenHash, MemoryRow> byToken = new HashMap<>();

    MemoryStorage(InstantSource clock) {
        this.clock = clock;
    }

    private long now() {
        return clock.millis();
    }

    private @Nullable MemoryRow alive(UUID id) {
        MemoryRow row = rows.get(id);
        return row != null && row.isAlive(now()) ? row : null;
    }

    @Override
    public synchronized @Nullable StoredSession find(TokenHash token) {
        MemoryRow row = byToken.get(token);
        return row == null || !row.isAlive(now()) ? null : row.stored(now());
    }

    @Override
    public synchronized @Nullable StoredAttributes attributes(UUID id) {
        MemoryRow row = alive(id);
        return row == null ? null : row.attributes();
    }

    @Override
    public synchronized Written write(Write write) {
        if (write.isNew()) {
            MemoryRow row = new MemoryRow(write, now());
            rows.put(write.id(), row);
            byToken.put(row.token(), row);
            return Written.done(row.written());
        }
        MemoryRow row = alive(write.id());
        if (row == null || !row.agrees(write.rotation())) {
            return Written.GONE;
        }
        if (write.revision() != null && write.revision() != row.revision()) {
            return Written.STALE;
        }
        TokenHash before = row.token();
        row.write(write, now());
        byToken.remove(before);
        byToken.put(row.token(), row);
        return Written.done(row.written());
    }

    @Override
    public synchronized Written login(Write write, int maximum, WhenExceeded then) {
        List<MemoryRow> others = new ArrayList<>(of(requireNonNull(write.user(), "user")));
        others.removeIf(row -> row.id().equals(write.id()));
        List<MemoryRow> exceeding = others.subList(Math.min(maximum - 1, others.size()), others.size());
        if (!exceeding.isEmpty() && then == WhenExceeded.REFUSE) {
            return Written.REFUSED;
        }
        Written written = write(write);
        return written.row() == null ? written : new Written(written.kind(), written.row(), remove(exceeding));
    }

    /** Returns the sessions of a user, the one used last first. */
    private List<MemoryRow> of(String user) {
        return rows.values().stream()
                .filter(row -> user.equals(row.user()) && row.isAlive(now()))
                .sorted(Comparator.comparingLong(MemoryRow::lastAccessMillis)
                        .thenComparing(MemoryRow::id)
                        .reversed())
                .toList();
    }

    @Override
    public synchronized Written touch(UUID id, Device device) {
        MemoryRow row = alive(id);
        if (row == null) {
            return Written.GONE;
        }
        row.touch(now(), device);
        return Written.done(row.written());
    }

    @Override
    public synchronized List<SessionInfo> sessionsOf(String user) {
        return of(user).stream().map(MemoryRow::info).toList();
    }

    @Override
    public synchronized @Nullable SessionInfo end(UUID id) {
        MemoryRow row = alive(id);
        return row == null ? null : remove(List.of(row)).get(0);
    }

    @Override
    public synchronized @Nullable SessionInfo end(String user, UUID id) {
        MemoryRow row = alive(id);
        return row == null || !user.equals(row.user())
                ? null
                : remove(List.of(row)).get(0);
    }

    @Override
    public synchronized List<SessionInfo> endAll(String user, @Nullable UUID except) {
        return remove(of(user).stream().filter(row -> !row.id().equals(except)).toList());
    }

    @Override
    public synchronized List<SessionInfo> endAny(int limit) {
        return remove(first(limit, row -> row.isAlive(now())));
    }

    @Override
    public synchronized List<SessionInfo> removeExpired(int limit) {
        return remove(first(limit, row -> !row.isAlive(now())));
    }

    private List<MemoryRow> first(int limit, Predicate<MemoryRow> which) {
        return rows.values().stream().filter(which).limit(limit).toList();
    }

    private List<SessionInfo> remove(List<MemoryRow> removed) {
        removed.forEach(row -> {
            rows.remove(row.id());
            byToken.remove(row.token());
        });
        return removed.stream().map(MemoryRow::info).toList();
    }
}
