package dev.scalekit.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what the statements of a {@link Dialect} return. Not instantiable. */
final class Rows {
    private Rows() {}

    /** Reads a session with its attributes: a row for each attribute, or one without. */
    static @Nullable StoredSession session(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return null;
        }
        UUID id = uuid(rows, "session_id");
        String user = rows.getString("user_id");
        long created = rows.getLong("created_ms");
        long lastAccess = rows.getLong("last_access_ms");
        long idle = rows.getLong("idle_ms");
        long ends = rows.getLong("ends_ms");
        long now = rows.getLong("now_ms");
        return new StoredSession(id, user, created, lastAccess, idle, ends, now, attributes(rows));
    }

    /** Reads attributes, from the current row on. */
    static StoredAttributes attributes(ResultSet rows) throws SQLException {
        long revision = rows.getLong("revision");
        long lastRemoval = rows.getLong("last_removal");
        Map<String, Stored> byName = new HashMap<>();
        do {
            String name = rows.getString("name");
            if (name != null) {
                byName.put(name, stored(rows));
            }
        } while (rows.next());
        return new StoredAttributes(revision, lastRemoval, byName);
    }

    private static Stored stored(ResultSet row) throws SQLException {
        long version = row.getLong("version");
        long counter = row.getLong("counter");
        if (!row.wasNull()) {
            return new Stored(null, counter, version);
        }
        return new Stored(new Encoded(row.getBytes("content")), null, version);
    }

    /** Reads what a write has left; null if it met no session. */
    static Written.@Nullable Row written(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return null;
        }
        return new Written.Row(
                rows.getLong("revision"),
                rows.getLong("created_ms"),
                rows.getLong("last_access_ms"),
                rows.getLong("ends_ms"));
    }

    static List<SessionInfo> infos(ResultSet rows) throws SQLException {
        List<SessionInfo> infos = new ArrayList<>();
        while (rows.next()) {
            long lastAccess = rows.getLong("last_access_ms");
            infos.add(new SessionInfo(
                    new SessionRef(uuid(rows, "session_id")),
                    TokenHash.stored(rows.getBytes("token_hash")).fingerprint(),
                    rows.getString("user_id"),
                    Instant.ofEpochMilli(rows.getLong("created_ms")),
                    Instant.ofEpochMilli(lastAccess),
                    Instant.ofEpochMilli(Math.min(lastAccess + rows.getLong("idle_ms"), rows.getLong("ends_ms"))),
                    new Device(rows.getString("user_agent"), rows.getString("address"))));
        }
        return infos;
    }

    /** When a session was last used, and how long it has left. */
    record Used(UUID id, long lastAccessMillis, long leftMillis) {
        static final Comparator<Used> LAST_FIRST = Comparator.comparingLong(Used::lastAccessMillis)
                .thenComparing(Used::id)
                .reversed();
    }

    static Used used(ResultSet row) throws SQLException {
        return new Used(uuid(row, "session_id"), row.getLong("last_access_ms"), row.getLong("left_ms"));
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }
}
