package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * H2: a save is two statements in a transaction, one for the session and a batch for its attributes. What a statement has
 * changed is read from its {@code FINAL TABLE} or {@code OLD TABLE}. Immutable.
 */
final class H2Dialect extends Dialect {
    private final String insert;
    private final String update;
    private final String merge;
    private final String touch;
    private final String end;
    private final String endAll;
    private final String endAny;
    private final String expired;
    private final String remove;

    H2Dialect(Tables tables) {
        super(tables);
        SqlIdentifier sessions = tables.sessions();
        insert = "SELECT " + ROW + " FROM FINAL TABLE (INSERT INTO " + sessions + " (session_id, token_hash, user_id,"
                + " created_ms, last_access_ms, idle_ms, ends_ms, expiry_bucket, revision, last_removal, user_agent, address)"
                + " VALUES (?1, ?2, ?3, " + NOW + ", " + NOW + ", ?4, " + NOW + " + ?5, (" + NOW
                + " + LEAST(CAST(?4 AS BIGINT), CAST(?5 AS BIGINT))) / " + BUCKET_MILLIS + ", 1, 0, ?6, ?7))";
        String ends = "CASE WHEN ?4 IS NULL THEN ends_ms ELSE " + NOW + " + ?6 END";
        update = "SELECT " + ROW + " FROM FINAL TABLE (UPDATE " + sessions
                + " SET token_hash = COALESCE(?3, token_hash),"
                + " user_id = COALESCE(?4, user_id), last_access_ms = GREATEST(last_access_ms, " + NOW + "),"
                + " idle_ms = COALESCE(?5, idle_ms), ends_ms = " + ends + ","
                + " expiry_bucket = LEAST(GREATEST(last_access_ms, " + NOW + ") + COALESCE(?5, idle_ms), " + ends
                + ") / "
                + BUCKET_MILLIS + ", revision = revision + 1,"
                + " last_removal = CASE WHEN ?10 THEN revision + 1 ELSE last_removal END, user_agent = COALESCE(?7, user_agent),"
                + " address = COALESCE(?8, address) WHERE session_id = ?1 AND " + ALIVE
                + " AND (?2 IS NULL OR token_hash = ?2) AND (?4 IS NULL OR user_id IS NULL OR user_id = ?4)"
                + " AND (?9 IS NULL OR revision = ?9))";
        merge = "MERGE INTO " + tables.attributes() + " a USING (SELECT CAST(?1 AS UUID) AS session_id,"
                + " CAST(?2 AS VARCHAR) AS name, CAST(?3 AS BIGINT) AS version, CAST(?4 AS VARBINARY) AS content,"
                + " CAST(?5 AS BIGINT) AS counter) c ON a.session_id = c.session_id AND a.name = c.name"
                + " WHEN MATCHED AND c.content IS NULL AND c.counter IS NULL THEN DELETE"
                + " WHEN MATCHED THEN UPDATE SET version = c.version, content = c.content,"
                + " counter = CASE WHEN c.counter IS NULL OR c.content IS NOT NULL THEN c.counter"
                + " ELSE COALESCE(a.counter, 0) + c.counter END"
                + " WHEN NOT MATCHED AND (c.content IS NOT NULL OR c.counter IS NOT NULL) THEN"
                + " INSERT (session_id, name, version, content, counter)"
                + " VALUES (c.session_id, c.name, c.version, c.content, c.counter)";
        touch = "SELECT " + ROW + " FROM FINAL TABLE (UPDATE " + sessions
                + " SET last_access_ms = GREATEST(last_access_ms, "
                + NOW + "), expiry_bucket = LEAST(GREATEST(last_access_ms, " + NOW + ") + idle_ms, ends_ms) / "
                + BUCKET_MILLIS + ", user_agent = COALESCE(?1, user_agent), address = COALESCE(?2, address)"
                + " WHERE session_id = ?3 AND " + ALIVE + ")";
        String delete = "SELECT " + INFO + " FROM OLD TABLE (DELETE FROM " + sessions;
        end = delete + " WHERE session_id = ANY(?1) AND " + ALIVE + ")";
        endAll = delete + " WHERE user_id = ?1 AND session_id IS DISTINCT FROM ?2 AND " + ALIVE + ")";
        endAny = delete + " WHERE " + ALIVE + " FETCH FIRST ?1 ROWS ONLY)";
        expired = "SELECT session_id FROM " + sessions + " WHERE expiry_bucket <= " + NOW + " / " + BUCKET_MILLIS
                + " AND " + DEAD + " ORDER BY expiry_bucket FETCH FIRST ? ROWS ONLY FOR UPDATE SKIP LOCKED";
        remove = delete + " WHERE session_id = ANY(?1))";
    }

    @Override
    String name() {
        return "h2";
    }

    @Override
    boolean writesInOneStatement() {
        return false;
    }

    @Override
    boolean createsTablesInTransactions() {
        return false;
    }

    @Override
    Written insert(Connection connection, Write write) throws SQLException {
        Rotation rotation = requireNonNull(write.rotation(), "rotation");
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setObject(1, write.id());
            statement.setBytes(2, rotation.to().bytes());
            statement.setString(3, write.user());
            statement.setObject(4, write.idleMillis(), Types.BIGINT);
            statement.setLong(5, write.absoluteMillis());
            statement.setString(6, write.device().userAgent());
            statement.setString(7, write.device().address());
            Written.Row row = requireNonNull(written(statement), "row");
            merge(connection, write, row.revision());
            return Written.done(row);
        }
    }

    @Override
    Written update(Connection connection, Write write) throws SQLException {
        Rotation rotation = write.rotation();
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setObject(1, write.id());
            statement.setBytes(2, rotation == null ? null : rotation.from().bytes());
            statement.setBytes(3, rotation == null ? null : rotation.to().bytes());
            statement.setString(4, write.user());
            statement.setObject(5, write.idleMillis(), Types.BIGINT);
            statement.setLong(6, write.absoluteMillis());
            statement.setString(7, write.device().userAgent());
            statement.setString(8, write.device().address());
            statement.setObject(9, write.revision(), Types.BIGINT);
            statement.setBoolean(10, write.removes());
            Written.Row row = written(statement);
            if (row == null) {
                return notDone(connection, write);
            }
            merge(connection, write, row.revision());
            return Written.done(row);
        }
    }

    private void merge(Connection connection, Write write, long revision) throws SQLException {
        if (write.attributes().isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(merge)) {
            for (AttributeWrite attribute : write.attributes()) {
                Encoded content = attribute.content();
                statement.setObject(1, write.id());
                statement.setString(2, attribute.name());
                statement.setLong(3, revision);
                statement.setBytes(4, content == null ? null : content.bytes());
                statement.setObject(5, attribute.number(), Types.BIGINT);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static Written.@Nullable Row written(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return Rows.written(rows);
        }
    }

    @Override
    Written touch(Connection connection, UUID id, Device device) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(touch)) {
            statement.setString(1, device.userAgent());
            statement.setString(2, device.address());
            statement.setObject(3, id);
            Written.Row row = written(statement);
            return row == null ? Written.GONE : Written.done(row);
        }
    }

    @Override
    List<SessionInfo> end(Connection connection, List<UUID> ids) throws SQLException {
        return ended(connection, end, ids);
    }

    private static List<SessionInfo> ended(Connection connection, String sql, List<UUID> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("UUID", ids.toArray()));
            return infos(statement);
        }
    }

    @Override
    List<SessionInfo> endAll(Connection connection, String user, @Nullable UUID except) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(endAll)) {
            statement.setString(1, user);
            statement.setObject(2, except);
            return infos(statement);
        }
    }

    @Override
    List<SessionInfo> endAny(Connection connection, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(endAny)) {
            statement.setInt(1, limit);
            return infos(statement);
        }
    }

    @Override
    List<SessionInfo> removeExpired(Connection connection, int limit) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(expired)) {
            statement.setInt(1, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(Rows.uuid(rows, "session_id"));
                }
            }
        }
        return ids.isEmpty() ? List.of() : ended(connection, remove, ids);
    }

    private static List<SessionInfo> infos(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return Rows.infos(rows);
        }
    }

    @Override
    boolean isReadOnly(Connection connection) throws SQLException {
        return connection.isReadOnly();
    }
}
