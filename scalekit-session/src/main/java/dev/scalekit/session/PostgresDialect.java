package dev.scalekit.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL: each save is one statement, and so one round trip.
 *
 * <p>Parts of a statement see the rows as they were when it began, also if one of them has waited for a lock since. So an
 * attribute is not deleted, which could miss the row that somebody else has written in between, but upserted without
 * content, which meets the newest row; the next write that knows of a removal deletes what was left so, if it is still so.
 * Immutable.
 */
final class PostgresDialect extends Dialect {
    private static final String INPUT_ATTRIBUTES =
            "unnest(?::text[], ?::bytea[], ?::bigint[]) AS c(name, content, counter)";

    /** ANY of an array is looked up once; IN with a LIMIT inside may be looked up anew for each row. */
    private static final String ANY_OF = " WHERE session_id = ANY (ARRAY(SELECT session_id FROM ";

    private static final String RETURNING = ")) RETURNING " + INFO;

    private final String removeExpired;

    PostgresDialect(Tables tables) {
        super(tables, sql(tables.sessions(), tables.attributes()));
        SqlIdentifier sessions = tables.sessions();
        removeExpired = "DELETE FROM " + sessions + ANY_OF + sessions + " WHERE expiry_bucket <= " + NOW + " / "
                + BUCKET_MILLIS + " AND " + DEAD + " ORDER BY expiry_bucket LIMIT ? FOR UPDATE SKIP LOCKED" + RETURNING;
    }

    private static Sql sql(SqlIdentifier sessions, SqlIdentifier attributes) {
        String insert = "WITH s AS (INSERT INTO " + sessions
                + " (session_id, token_hash, user_id, created_ms, last_access_ms,"
                + " idle_ms, ends_ms, expiry_bucket, revision, last_removal, user_agent, address)"
                + " SELECT i.session_id, i.token_hash, i.user_id, i.now_ms, i.now_ms, i.idle_ms, i.now_ms + i.absolute_ms,"
                + " (i.now_ms + LEAST(i.idle_ms, i.absolute_ms)) / " + BUCKET_MILLIS + ", 1, 0, i.user_agent, i.address"
                + " FROM (SELECT ?::uuid AS session_id, ?::bytea AS token_hash, ?::text AS user_id, ?::bigint AS idle_ms,"
                + " ?::bigint AS absolute_ms, ?::text AS user_agent, ?::text AS address, " + NOW + " AS now_ms) i"
                + " RETURNING session_id, " + ROW + "), a AS (INSERT INTO "
                + attributes
                + " (session_id, name, version, content, counter)"
                + " SELECT s.session_id, c.name, s.revision, c.content, c.counter FROM s CROSS JOIN " + INPUT_ATTRIBUTES
                + " WHERE c.content IS NOT NULL OR c.counter IS NOT NULL) SELECT " + ROW + " FROM s";
        String updateSession = "WITH s AS (UPDATE " + sessions
                + " s SET token_hash = COALESCE(i.new_hash, s.token_hash),"
                + " user_id = COALESCE(i.user_id, s.user_id), last_access_ms = GREATEST(s.last_access_ms, i.now_ms),"
                + " idle_ms = COALESCE(i.idle_ms, s.idle_ms),"
                + " ends_ms = CASE WHEN i.user_id IS NULL THEN s.ends_ms ELSE i.now_ms + i.absolute_ms END,"
                + " expiry_bucket = LEAST(GREATEST(s.last_access_ms, i.now_ms) + COALESCE(i.idle_ms, s.idle_ms),"
                + " CASE WHEN i.user_id IS NULL THEN s.ends_ms ELSE i.now_ms + i.absolute_ms END) / " + BUCKET_MILLIS
                + ","
                + " revision = s.revision + 1, last_removal = CASE WHEN i.removes THEN s.revision + 1 ELSE s.last_removal END,"
                + " user_agent = COALESCE(i.user_agent, s.user_agent),"
                + " address = COALESCE(i.address, s.address)"
                + " FROM (SELECT ?::uuid AS session_id, ?::bytea AS old_hash, ?::bytea AS new_hash, ?::text AS user_id,"
                + " ?::bigint AS idle_ms, ?::bigint AS absolute_ms, ?::text AS user_agent, ?::text AS address,"
                + " ?::bigint AS revision, ?::boolean AS removes, " + NOW + " AS now_ms) i"
                + " WHERE s.session_id = i.session_id AND LEAST(s.last_access_ms + s.idle_ms, s.ends_ms) > i.now_ms"
                + " AND (i.old_hash IS NULL OR s.token_hash = i.old_hash)"
                + " AND (i.user_id IS NULL OR s.user_id IS NULL OR s.user_id = i.user_id)"
                + " AND (i.revision IS NULL OR s.revision = i.revision)"
                + " RETURNING s.session_id, s.revision, s.created_ms, s.last_access_ms, s.ends_ms),"
                + " c AS MATERIALIZED (SELECT * FROM " + INPUT_ATTRIBUTES + "),";
        String clean = " d AS (DELETE FROM " + attributes
                + " a USING s WHERE a.session_id = s.session_id AND a.content IS NULL"
                + " AND a.counter IS NULL AND NOT EXISTS (SELECT 1 FROM c WHERE c.name = a.name)),";
        String upsert = " u AS (INSERT INTO " + attributes + " AS a (session_id, name, version, content, counter)"
                + " SELECT s.session_id, c.name, s.revision, c.content, c.counter FROM s CROSS JOIN c"
                + " ON CONFLICT (session_id, name) DO UPDATE SET version = excluded.version, content = excluded.content,"
                + " counter = CASE WHEN excluded.counter IS NULL OR excluded.content IS NOT NULL THEN excluded.counter"
                + " ELSE COALESCE(a.counter, 0) + excluded.counter END)"
                + " SELECT " + ROW + " FROM s";
        String touch = "UPDATE " + sessions + " SET last_access_ms = GREATEST(last_access_ms, " + NOW + "),"
                + " expiry_bucket = LEAST(GREATEST(last_access_ms, " + NOW + ") + idle_ms, ends_ms) / " + BUCKET_MILLIS
                + ", user_agent = COALESCE(?::text, user_agent), address = COALESCE(?::text, address)"
                + " WHERE session_id = ? AND " + ALIVE + " RETURNING " + ROW;
        String delete = "DELETE FROM " + sessions + ANY_OF + sessions;
        String end =
                delete + " WHERE session_id = ANY (?) AND " + ALIVE + " ORDER BY session_id FOR UPDATE" + RETURNING;
        String endOfUser =
                "DELETE FROM " + sessions + " WHERE user_id = ? AND session_id = ? AND " + ALIVE + " RETURNING " + INFO;
        String endAll = delete + " WHERE user_id = ? AND session_id IS DISTINCT FROM ?::uuid AND " + ALIVE
                + " ORDER BY session_id FOR UPDATE" + RETURNING;
        String endAny = delete + " WHERE " + ALIVE + " ORDER BY session_id LIMIT ? FOR UPDATE" + RETURNING;
        String update = updateSession + upsert;
        String updateAndClean = updateSession + clean + upsert;
        return new Sql(insert, update, updateAndClean, touch, end, endOfUser, endAll, endAny);
    }

    @Override
    String name() {
        return "postgresql";
    }

    @Override
    boolean writesInOneStatement() {
        return true;
    }

    @Override
    boolean createsTablesInTransactions() {
        return true;
    }

    @Override
    void bind(PreparedStatement statement, int first, List<AttributeWrite> attributes) throws SQLException {
        int size = attributes.size();
        String[] names = new String[size];
        byte[] @Nullable [] contents = new byte[size] @Nullable [];
        @Nullable Long[] counters = new @Nullable Long[size];
        for (int at = 0; at < size; at++) {
            AttributeWrite attribute = attributes.get(at);
            Encoded content = attribute.content();
            names[at] = attribute.name();
            contents[at] = content == null ? null : content.bytes();
            counters[at] = attribute.number();
        }
        Connection connection = statement.getConnection();
        statement.setArray(first, connection.createArrayOf("text", names));
        statement.setArray(first + 1, connection.createArrayOf("bytea", contents));
        statement.setArray(first + 2, connection.createArrayOf("bigint", counters));
    }

    @Override
    List<SessionInfo> removeExpired(Connection connection, int limit) throws SQLException {
        return upTo(limit, connection, removeExpired);
    }

    @Override
    boolean isReadOnly(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT current_setting('transaction_read_only')");
                ResultSet rows = statement.executeQuery()) {
            return rows.next() && rows.getString(1).equals("on");
        }
    }
}
