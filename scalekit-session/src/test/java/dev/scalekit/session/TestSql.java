package dev.scalekit.session;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What a test does to a database behind the back of the store. Immutable. */
record TestSql(DataSource dataSource) {
    void execute(String... commands) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    /** Returns the one number that a query has. */
    long number(String query) throws SQLException {
        return Long.parseLong(lines(query).get(0));
    }

    /** Returns a line for each row, its columns with a bar between. */
    List<String> lines(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> lines = new ArrayList<>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    values.add(rows.getString(column));
                }
                lines.add(String.join("|", values));
            }
            return lines;
        }
    }
}
