package dev.scalekit.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * H2: a save is two statements in a transaction, one for the session and a batch for its attributes. What a statement has
 * changed is read from its {@code FINAL TABLE} or {@code OLD TABLE}. Immutable.
 */
final class H2Dialect extends Dialect {
    private final String merge;
    private final String expired;
    private final String remove;

    H2Dialect(Tables tables) {
        super(tables, sql(tables.sessions()));
        SqlIdentifier sessions = tables.sessions();
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
        expired = "SELECT session_id FROM " + sessions + " WHERE expiry_bucket <= " + NOW + " / " + BUCKET_MILLIS
                + " AND " + DEAD + " ORDER BY expiry_bucket FETCH FIRST ? ROWS ONLY FOR UPDATE SKIP LOCKED";
        remove = "SELECT " + INFO + " FROM OLD TABLE (DELETE FROM " + sessions + " WHERE session_id = ANY(?1))";
    }

    private static Sql sql(SqlIdentifier sessions) {
        String insert =
                "SELECT " + ROW + " FROM FINAL TABLE (INSERT INTO " + sessions + " (session_id, token_hash, user_id,"
                        + " created_ms, last_access_ms, idle_ms, ends_ms, expiry_bucket, revision, last_removal, user_agent, address)"
                        + " VALUES (?1, ?2, ?3, " + NOW + ", " + NOW + ", ?4, " + NOW + " + ?5, (" + NOW
                        + " + LEAST(CAST(?4 AS BIGINT), CAST(?5 AS BIGINT))) / " + BUCKET_MILLIS + ", 1, 0, ?6, ?7))";
        String ends = "CASE WHEN ?4 IS NULL THEN ends_ms ELSE " + NOW + " + ?6 END";
        String update = "SELECT " + ROW + " FROM FINAL TABLE (UPDATE " + sessions
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
        String touch = "SELECT " + ROW + " FROM FINAL TABLE (UPDATE " + sessions
                + " SET last_access_ms = GREATEST(last_access_ms, "
                + NOW + "), expiry_bucket = LEAST(GREATEST(last_access_ms, " + NOW + ") + idle_ms, ends_ms) / "
                + BUCKET_MILLIS + ", user_agent = COALESCE(?1, user_agent), address = COALESCE(?2, address)"
                + " WHERE session_id = ?3 AND " + ALIVE + ")";
        String delete = "SELECT " + INFO + " FROM OLD TABLE (DELETE FROM " + sessions;
        String end = delete + " WHERE session_id = ANY(?1) AND " + ALIVE + ")";
        String endOfUser = delete + " WHERE user_id = ?1 AND session_id = ?2 AND " + ALIVE + ")";
        String endAll = delete + " WHERE user_id = ?1 AND session_id IS DISTINCT FROM ?2 AND " + ALIVE + ")";
        String endAny = delete + " WHERE " + ALIVE + " FETCH FIRST ?1 ROWS ONLY)";
        return new Sql(insert, update, update, touch, end, endOfUser, endAll, endAny);
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
    void writeAttributes(Connection connection, Write write, long revision) throws SQLException {
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
        return ids.isEmpty() ? List.of() : end(connection, remove, ids);
    }

    @Override
    boolean isReadOnly(Connection connection) throws SQLException {
        return connection.isReadOnly();
    }
}
