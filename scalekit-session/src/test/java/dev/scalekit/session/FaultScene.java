package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A few sessions in a database that nothing goes wrong with, and what its tables say of them. */
final class FaultScene implements AutoCloseable {
    static final String USER = "user-42";
    static final Key<String> TAGS = MergeContract.TAGS;

    private final DataSource dataSource;
    private final JdbcSessionStore store;
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    FaultScene(DataSource dataSource) {
        this.dataSource = dataSource;
        this.store = JdbcSessionStore.builder(dataSource).cleanupByCaller().build();
        store.createSchemaIfMissing();
    }

    /** Begins anew: two sessions of a user, one of nobody, and one whose time is over; none was used for two minutes. */
    FaultScene set() {
        if (sessions.isEmpty()) {
            fill();
        }
        update(
                "DELETE FROM \"scalekit_session\"",
                "INSERT INTO \"scalekit_session\" SELECT * FROM filled_session",
                "INSERT INTO \"scalekit_session_attribute\" SELECT * FROM filled_attribute");
        return this;
    }

    private void fill() {
        update("DELETE FROM \"scalekit_session\"");
        Session over = add("over");
        over.idleTimeout(SessionOptions.SHORTEST_TIMEOUT);
        store.save(over);
        add("oldest").login(USER);
        update("UPDATE \"scalekit_session\" SET created_ms = created_ms - 1");
        add("other").login(USER);
        Session session = add("session");
        session.put(SessionFixture.COLOUR, "red");
        session.put(SessionFixture.SIZE, "xl");
        session.increment("visits", 7);
        store.save(session);
        update(
                "UPDATE \"scalekit_session\" SET created_ms = created_ms - 120000, last_access_ms = created_ms - 120000,"
                        + " ends_ms = ends_ms - 120000, expiry_bucket = expiry_bucket - 1",
                "DROP TABLE IF EXISTS filled_session",
                "DROP TABLE IF EXISTS filled_attribute",
                "CREATE TABLE filled_session AS SELECT * FROM \"scalekit_session\"",
                "CREATE TABLE filled_attribute AS SELECT * FROM \"scalekit_session_attribute\"");
    }

    private Session add(String name) {
        Session session = store.create();
        store.save(session);
        sessions.put(name, session);
        return session;
    }

    Session session(String name) {
        return requireNonNull(sessions.get(name), name);
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** What another server does. */
    JdbcSessionStore elsewhere() {
        return store;
    }

    /** Returns a line for each session and attribute, the same for the same state whatever its ids, tokens and times are. */
    List<String> dump() {
        List<String> lines = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT s.*, a.name, a.content, a.counter FROM \"scalekit_session\" s LEFT JOIN"
                                + " \"scalekit_session_attribute\" a ON a.session_id = s.session_id AND (a.content IS NOT"
                                + " NULL OR a.counter IS NOT NULL)");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                lines.add(line(rows));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        lines.sort(String::compareTo);
        return lines;
    }

    private String line(ResultSet row) throws SQLException {
        String id = row.getString("session_id");
        String hash = HexFormat.of().formatHex(row.getBytes("token_hash"));
        String name = "new, new token";
        for (Map.Entry<String, Session> session : sessions.entrySet()) {
            if (session.getValue().ref().toString().equals(id)) {
                boolean isSame = hash.startsWith(session.getValue().fingerprint());
                name = session.getKey() + (isSame ? ", token" : ", new token");
            }
        }
        boolean isTouched = row.getLong("last_access_ms") > row.getLong("created_ms");
        byte[] content = row.getBytes("content");
        return name + ", user " + row.getString("user_id") + ", idle " + row.getLong("idle_ms")
                + (isTouched ? ", touched, " : ", ") + row.getString("name") + "="
                + (content == null ? "" : HexFormat.of().formatHex(content)) + "#" + row.getString("counter");
    }

    private void update(String... commands) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : commands) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
