package dev.scalekit.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables: scripts of plain SQL, one for each version and database, under {@code dev/scalekit/session/<database>} in the
 * jar. This is version 1. Not instantiable.
 */
final class Schema {
    static final int VERSION = 1;

    private static final String SCRIPT = "V1__scalekit_session.sql";

    /** Where tables are not made in transactions, two servers meet in the middle; then each goes on where the other is. */
    private static final int ATTEMPTS = 20;

    private Schema() {}

    static String scripts() {
        return "dev/scalekit/session/<database>/" + SCRIPT + " of the jar";
    }

    /** Returns the dialect of a database that has the tables, in the version that is needed. */
    static Dialect dialect(Connection connection, Tables tables) throws SQLException {
        Dialect dialect = Dialect.of(connection.getMetaData().getDatabaseProductName(), tables);
        int version = dialect.version(connection);
        if (version != VERSION) {
            throw new SchemaException(
                    "Table " + tables.version() + " has version " + version
                            + " of the tables of sessions, and this release works with version " + VERSION
                            + " only: nothing was read or changed",
                    null);
        }
        return dialect;
    }

    /** Refuses tables that are missing or of another version, and a database that does not let them be written. */
    static void check(Connection connection, Tables tables) throws SQLException {
        Dialect dialect = dialect(connection, tables);
        if (dialect.isReadOnly(connection)) {
            throw new SQLException("Sessions cannot be written to a database that is read-only", "25006");
        }
    }

    /**
     * Returns whether the tables were missing. Of several that do it at once one makes them, and the others find them. In a
     * transaction, which it ends.
     *
     * @param commits is run before the first statement that may leave something
     */
    static boolean createIfMissing(Connection connection, Tables tables, Runnable commits) throws SQLException {
        Dialect dialect = Dialect.of(connection.getMetaData().getDatabaseProductName(), tables);
        if (isThere(connection, dialect)) {
            dialect(connection, tables);
            return false;
        }
        return create(connection, dialect, commits);
    }

    private static boolean create(Connection connection, Dialect dialect, Runnable commits) throws SQLException {
        for (int left = dialect.createsTablesInTransactions() ? 1 : ATTEMPTS; ; left--) {
            try {
                runScript(connection, dialect, commits);
                return true;
            } catch (SQLException e) {
                connection.rollback();
                if (isThere(connection, dialect)) {
                    dialect(connection, dialect.tables());
                    return false;
                }
                if (left == 1) {
                    throw e;
                }
            }
        }
    }

    private static void runScript(Connection connection, Dialect dialect, Runnable commits) throws SQLException {
        if (!dialect.createsTablesInTransactions()) {
            requireNoOthers(connection, dialect);
            commits.run();
        }
        run(connection, script(dialect));
        commits.run();
        connection.commit();
    }

    /** Finds out before anything is made whether there is a table of one of the names that is none of ours. */
    private static void requireNoOthers(Connection connection, Dialect dialect) throws SQLException {
        for (String shape : dialect.shapes()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(shape);
            } catch (SQLException e) {
                if (!JdbcFailures.isMissingTable(e)) {
                    throw e;
                }
            }
        }
        connection.rollback();
    }

    private static boolean isThere(Connection connection, Dialect dialect) throws SQLException {
        try {
            // Without a version they are still being made, where others can see that; elsewhere they are damaged.
            return dialect.version(connection) > 0 || dialect.createsTablesInTransactions();
        } catch (SQLException e) {
            if (!JdbcFailures.isMissingTable(e)) {
                throw e;
            }
            connection.rollback();
            return false;
        }
    }

    private static void run(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String command : script.split(";\\s*\\n", -1)) {
                if (!command.isBlank()) {
                    statement.execute(command);
                }
            }
        }
    }

    /** Returns the script for the names of the tables: in it each name is in quotation marks, and begins with the default. */
    private static String script(Dialect dialect) {
        Tables tables = dialect.tables();
        return read(dialect.name() + "/" + SCRIPT)
                .replaceAll("\"" + Tables.DEFAULT + "(_[a-z]+)?_idx\"", "\"" + tables.prefix() + "$1_idx\"")
                .replace(
                        "\"" + Tables.DEFAULT + "_attribute\"",
                        tables.attributes().toString())
                .replace("\"" + Tables.DEFAULT + "_lock\"", tables.locks().toString())
                .replace("\"" + Tables.DEFAULT + "_schema\"", tables.version().toString())
                .replace("\"" + Tables.DEFAULT + "\"", tables.sessions().toString());
    }

    private static String read(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + name + " from the jar", e);
        }
    }
}
