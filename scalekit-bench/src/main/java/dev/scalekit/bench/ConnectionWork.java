package dev.scalekit.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What is done with a connection, by everybody in the same way; queries have one parameter and answer a number. For one thread at a
 * time.
 */
final class ConnectionWork {
    private final DataSource source;

    /**
     * What a framework has of a transaction while it lasts. Without it the compiler may see that nobody else gets the connection, and
     * not make it at all, which is no saving that an application has.
     */
    @Nullable
    Connection held;

    ConnectionWork(DataSource source) {
        this.source = source;
    }

    private Connection connection() throws SQLException {
        Connection taken = source.getConnection();
        held = taken;
        return taken;
    }

    /** Takes a connection and gives it back without a statement: a request that turns out to need no database. */
    boolean borrow() throws SQLException {
        try (Connection connection = connection()) {
            return connection.getAutoCommit();
        }
    }

    /** One query that nobody has declared to be reading. */
    int query(String sql) throws SQLException {
        try (Connection connection = connection()) {
            return answer(connection, sql);
        }
    }

    /** What Spring does for {@code @Transactional(readOnly = true)} around one query. */
    int readOnlyTransaction(String sql) throws SQLException {
        try (Connection connection = connection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            int answer = answer(connection, sql);
            connection.commit();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
            return answer;
        }
    }

    private static int answer(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, 1);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
