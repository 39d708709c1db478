package dev.scalekit.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What is done with a connection, by everybody in the same way; queries have one parameter and answer a number. Not instantiable. */
final class ConnectionWork {
    private ConnectionWork() {}

    /** Takes a connection and gives it back without a statement: a request that turns out to need no database. */
    static boolean borrow(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return connection.getAutoCommit();
        }
    }

    /** One query that nobody has declared to be reading. */
    static int query(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return answer(connection, sql);
        }
    }

    /** What Spring does for {@code @Transactional(readOnly = true)} around one query. */
    static int readOnlyTransaction(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
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
