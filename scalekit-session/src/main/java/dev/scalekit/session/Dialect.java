package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Storage} does, in the SQL of one database. Here are the statements that all databases have in common; a
 * database has a class for the rest. Each method runs on a connection that the caller gives and closes, in a transaction or
 * not as it says. Immutable.
 *
 * <p>Times are milliseconds since 1970 by the database's clock, in columns of 64 bits: types with a time zone differ from one
 * database and driver to the next. A session is alive while {@code LEAST(last_access_ms + idle_ms, ends_ms)} lies ahead.
 *
 * <p>Locks are taken in one order (but for ends of several sessions on H2, where the database finds the circle and one is done
 * again): first the lock of a user's logins, then rows of sessions by their id, then what belongs to
 * them. Whatever changes an attribute locks its session, so that nothing is written for a session that is gone.
 */
abstract class Dialect {
    /** Milliseconds since 1970, at the beginning of the transaction. */
    static final String NOW = "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";

    static final String ALIVE = "LEAST(last_access_ms + idle_ms, ends_ms) > " + NOW;
    static final String DEAD = "LEAST(last_access_ms + idle_ms, ends_ms) <= " + NOW;

    /**
     * Which ten minutes a session ends in. Only this column is indexed, so that most writes change no index; PostgreSQL
     * then needs no new entry in any (see "Heap-Only Tuples" in its manual).
     */
    static final String BUCKET_MILLIS = "600000";

    static final String ROW = "revision, created_ms, last_access_ms, ends_ms";
    static final String INFO =
            "session_id, token_hash, user_id, created_ms, last_access_ms, idle_ms, ends_ms, user_agent, address";

    /** As many rows as the table of locks has. */
    private static final int STRIPES = 64;

    /**
     * The statements that differ from one database to the next. Parameters stand in the same order: see the methods that bind
     * them.
     *
     * @param updateAndClean also deletes what is left of attributes that were removed before; the same as {@code update}
     *     where nothing is left
     */
    record Sql(
            String insert,
            String update,
            String updateAndClean,
            String touch,
            String end,
            String endOfUser,
            String endAll,
            String endAny) {}

    private final Tables tables;
    private final Sql sql;
    private final String find;
    private final String attributes;
    private final String sessionsOf;
    private final String lockUser;
    private final String lockSessions;
    private final String token;
    private final String version;
    private final List<String> shapes;

    Dialect(Tables tables, Sql sql) {
        this.tables = tables;
        this.sql = sql;
        SqlIdentifier sessions = tables.sessions();
        SqlIdentifier attribute = tables.attributes();
        // PostgreSQL leaves a row without content of what was removed until a write that knows of a removal.
        String present = "(a.content IS NOT NULL OR a.counter IS NOT NULL)";
        find = "SELECT s.session_id, s.user_id, s.created_ms, s.last_access_ms, s.idle_ms, s.ends_ms, " + NOW
                + " AS now_ms, s.revision, s.last_removal, a.name, a.version, a.content, a.counter FROM " + sessions
                + " s LEFT JOIN "
                + attribute + " a ON a.session_id = s.session_id AND " + present
                + " WHERE s.token_hash = ? AND " + ALIVE;
        attributes = "SELECT s.revision, s.last_removal, a.name, a.version, a.content, a.counter FROM " + sessions
                + " s LEFT JOIN "
                + attribute + " a ON a.session_id = s.session_id AND " + present
                + " WHERE s.session_id = ? AND " + ALIVE;
        sessionsOf = "SELECT " + INFO + " FROM " + sessions + " WHERE user_id = ? AND " + ALIVE
                + " ORDER BY last_access_ms DESC, session_id DESC";
        // Not FOR UPDATE: at repeatable read whoever has waited must be told that it looks at an old state, and begin
        // anew.
        lockUser = "UPDATE " + tables.locks() + " SET logins = logins + 1 WHERE stripe = ?";
        lockSessions = "SELECT session_id, last_access_ms, LEAST(last_access_ms + idle_ms, ends_ms) - " + NOW
                + " AS left_ms FROM " + sessions
                + " WHERE user_id = ? OR session_id = ? ORDER BY session_id FOR UPDATE";
        token = "SELECT token_hash FROM " + sessions + " WHERE session_id = ? AND " + ALIVE;
        version = "SELECT version FROM " + tables.version();
        shapes = List.of(
                "SELECT " + INFO + ", expiry_bucket, revision, last_removal FROM " + sessions + " WHERE 1 = 0",
                "SELECT session_id, name, version, content, counter FROM " + attribute + " WHERE 1 = 0",
                "SELECT stripe, logins FROM " + tables.locks() + " WHERE 1 = 0",
                version + " WHERE 1 = 0");
    }

    /** Returns the dialect of a database. */
    static Dialect of(String product, Tables tables) {
        return switch (product) {
            case "PostgreSQL" -> new PostgresDialect(tables);
            case "H2" -> new H2Dialect(tables);
            default ->
                throw new IllegalStateException("There is no dialect for the database \"" + Bounds.printable(product)
                        + "\": PostgreSQL and H2 have one");
        };
    }

    /** The folder of the scripts that make the tables. */
    abstract String name();

    /** Tells whether {@link #write} is one statement, which needs no transaction around it. */
    abstract boolean writesInOneStatement();

    /** Tells whether tables are made in transactions; otherwise each is there at once, and the script can be run again. */
    abstract boolean createsTablesInTransactions();

    /** Binds attributes from a parameter of the statement that writes their session on, where it has such parameters. */
    void bind(PreparedStatement statement, int first, List<AttributeWrite> attributes) throws SQLException {}

    /** Writes the attributes of a session that has just been written, where that statement could not. */
    void writeAttributes(Connection connection, Write write, long revision) throws SQLException {}

    /** In a transaction, unless {@link #writesInOneStatement}. */
    abstract List<SessionInfo> removeExpired(Connection connection, int limit) throws SQLException;

    /** Tells whether the database refuses to write, to everybody or on this connection. */
    abstract boolean isReadOnly(Connection connection) throws SQLException;

    final Tables tables() {
        return tables;
    }

    final @Nullable StoredSession find(Connection connection, TokenHash token) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(find)) {
            select.setBytes(1, token.bytes());
            try (ResultSet rows = select.executeQuery()) {
                return Rows.session(rows);
            }
        }
    }

    final @Nullable StoredAttributes attributes(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(attributes)) {
            select.setObject(1, id);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Rows.attributes(rows) : null;
            }
        }
    }

    final List<SessionInfo> sessionsOf(Connection connection, String user) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sessionsOf)) {
            select.setString(1, user);
            return infos(select);
        }
    }

    final Written write(Connection connection, Write write) throws SQLException {
        return write.isNew() ? insert(connection, write) : update(connection, write);
    }

    private Written insert(Connection connection, Write write) throws SQLException {
        Rotation rotation = requireNonNull(write.rotation(), "rotation");
        try (PreparedStatement statement = connection.prepareStatement(sql.insert)) {
            statement.setObject(1, write.id());
            statement.setBytes(2, rotation.to().bytes());
            statement.setString(3, write.user());
            statement.setObject(4, write.idleMillis(), Types.BIGINT);
            statement.setLong(5, write.absoluteMillis());
            statement.setString(6, write.device().userAgent());
            statement.setString(7, write.device().address());
            bind(statement, 8, write.attributes());
            Written.Row row = requireNonNull(written(statement), "row");
            writeAttributes(connection, write, row.revision());
            return Written.done(row);
        }
    }

    private Written update(Connection connection, Write write) throws SQLException {
        Rotation rotation = write.rotation();
        try (PreparedStatement statement =
                connection.prepareStatement(write.cleans() ? sql.updateAndClean : sql.update)) {
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
            bind(statement, 11, write.attributes());
            Written.Row row = written(statement);
            if (row == null) {
                return notDone(connection, write);
            }
            writeAttributes(connection, write, row.revision());
            return Written.done(row);
        }
    }

    final Written touch(Connection connection, UUID id, Device device) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.touch)) {
            statement.setString(1, device.userAgent());
            statement.setString(2, device.address());
            statement.setObject(3, id);
            Written.Row row = written(statement);
            return row == null ? Written.GONE : Written.done(row);
        }
    }

    /** Ends those of these that are still there. */
    final List<SessionInfo> end(Connection connection, List<UUID> ids) throws SQLException {
        return end(connection, sql.end, ids);
    }

    /** Ends a session if it is one of a user. */
    final List<SessionInfo> endOfUser(Connection connection, String user, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.endOfUser)) {
            statement.setString(1, user);
            statement.setObject(2, id);
            return infos(statement);
        }
    }

    static List<SessionInfo> end(Connection connection, String delete, List<UUID> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            return infos(statement);
        }
    }

    final List<SessionInfo> endAll(Connection connection, String user, @Nullable UUID except) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.endAll)) {
            statement.setString(1, user);
            statement.setObject(2, except);
            return infos(statement);
        }
    }

    final List<SessionInfo> endAny(Connection connection, int limit) throws SQLException {
        return upTo(limit, connection, sql.endAny);
    }

    static List<SessionInfo> upTo(int limit, Connection connection, String delete) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            statement.setInt(1, limit);
            return infos(statement);
        }
    }

    private static Written.@Nullable Row written(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return Rows.written(rows);
        }
    }

    private static List<SessionInfo> infos(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return Rows.infos(rows);
        }
    }

    /** Says why an update met no session: nobody knows whether it is another revision, or there is none, before looking. */
    private Written notDone(Connection connection, Write write) throws SQLException {
        if (write.revision() == null) {
            return Written.GONE;
        }
        try (PreparedStatement select = connection.prepareStatement(token)) {
            select.setObject(1, write.id());
            try (ResultSet rows = select.executeQuery()) {
                Rotation rotation = write.rotation();
                boolean isThere = rows.next()
                        && (rotation == null || Arrays.equals(rotation.from().bytes(), rows.getBytes(1)));
                return isThere ? Written.STALE : Written.GONE;
            }
        }
    }

    /** In a transaction. All logins of a user wait for one another here, so that each sees the sessions of those before. */
    final Written login(Connection connection, Write write, String user, int maximum, WhenExceeded then)
            throws SQLException {
        lockUser(connection, user);
        List<UUID> exceeding = exceeding(connection, write.id(), user, maximum);
        if (!exceeding.isEmpty() && then == WhenExceeded.REFUSE) {
            return Written.REFUSED;
        }
        Written written = write(connection, write);
        if (written.row() == null || exceeding.isEmpty()) {
            return written;
        }
        return new Written(written.kind(), written.row(), end(connection, exceeding));
    }

    private void lockUser(Connection connection, String user) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(lockUser)) {
            update.setInt(1, Math.floorMod(user.hashCode(), STRIPES));
            update.executeUpdate();
        }
    }

    /** Locks the sessions of a user and the one that logs in, and returns those that are too many beside that one. */
    private List<UUID> exceeding(Connection connection, UUID id, String user, int maximum) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(lockSessions)) {
            select.setString(1, user);
            select.setObject(2, id);
            List<Rows.Used> others = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Rows.Used used = Rows.used(rows);
                    if (used.leftMillis() > 0 && !used.id().equals(id)) {
                        others.add(used);
                    }
                }
            }
            return others.stream()
                    .sorted(Rows.Used.LAST_FIRST)
                    .skip(maximum - 1L)
                    .map(Rows.Used::id)
                    .toList();
        }
    }

    /** Returns statements that are refused where a table is missing, or is another one of its name; they read nothing. */
    final List<String> shapes() {
        return shapes;
    }

    /** Returns the version of the tables. */
    final int version(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(version);
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }
}
