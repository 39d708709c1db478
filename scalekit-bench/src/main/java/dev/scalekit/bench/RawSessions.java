package dev.scalekit.bench;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What any store of sessions has to do at least: each request is a single statement that commits by itself, on one row
 * with as many bytes as the attributes have, which nobody encodes or looks at. Thread-safe.
 */
final class RawSessions implements WebSessions {
    /** What the five attributes take at least: 430 bytes in ScaleKit's codec, 810 to 960 in the others' rows. */
    private static final int BYTES = 430;

    private final DataSource source;

    RawSessions(DataSource source) {
        this.source = source;
    }

    static void createSchema(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement create = connection.prepareStatement(
                        "CREATE TABLE raw (id TEXT PRIMARY KEY, owner TEXT, data BYTEA NOT NULL)");
                PreparedStatement index = connection.prepareStatement("CREATE INDEX raw_owner ON raw (owner)")) {
            create.execute();
            index.execute();
        }
    }

    @Override
    public String create() throws SQLException {
        String id = UUID.randomUUID().toString();
        requireOne(update("INSERT INTO raw (id, data) VALUES (?, ?)", id, data(0)));
        return id;
    }

    @Override
    public int read(String id) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT data FROM raw WHERE id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("there is no session");
                }
                return ByteBuffer.wrap(row.getBytes(1)).getInt();
            }
        }
    }

    @Override
    public void write(String id, int revision) throws SQLException {
        requireOne(update("UPDATE raw SET data = ? WHERE id = ?", data(revision), id));
    }

    @Override
    public String logIn(String id, String user) throws SQLException {
        String changed = UUID.randomUUID().toString();
        requireOne(update("UPDATE raw SET id = ?, owner = ? WHERE id = ?", changed, user, id));
        return changed;
    }

    @Override
    public void logOut(String id) throws SQLException {
        requireOne(update("DELETE FROM raw WHERE id = ?", id));
    }

    @Override
    public @Nullable String text(String id, String name) {
        throw new UnsupportedOperationException("the bytes of the limit mean nothing");
    }

    @Override
    public int endAll(String user) throws SQLException {
        return update("DELETE FROM raw WHERE owner = ?", user);
    }

    private int update(String sql, Object... values) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            return update.executeUpdate();
        }
    }

    private static void requireOne(int rows) {
        if (rows != 1) {
            throw new IllegalStateException("there is no session");
        }
    }

    private static byte[] data(int revision) {
        return ByteBuffer.allocate(BYTES).putInt(revision).array();
    }
}
