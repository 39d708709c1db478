package dev.scalekit.testkit;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;

/** Tells which calls may reach the server: those for which a driver such as PostgreSQL's sends something. */
final class RoundTrips {
    private static final Set<String> OF_CONNECTIONS = Set.of(
            "commit",
            "rollback",
            "setSavepoint",
            "releaseSavepoint",
            "isValid",
            "setReadOnly",
            "setTransactionIsolation",
            "getTransactionIsolation",
            "setCatalog",
            "setSchema",
            "getSchema",
            "setClientInfo");

    private static final Set<String> OF_RESULTS = Set.of("insertRow", "updateRow", "deleteRow", "refreshRow");

    private RoundTrips() {}

    static boolean contain(JdbcCall call) {
        Object target = call.receiver().target();
        String name = call.method().getName();
        if (target instanceof Connection connection) {
            return OF_CONNECTIONS.contains(name)
                    || (call.is("setAutoCommit") && changesAutoCommit(call, connection))
                    || (call.is("close") && isOpen(call));
        }
        return (target instanceof DataSource && call.is("getConnection"))
                || (target instanceof Statement && call.startsWith("execute"))
                || (target instanceof ResultSet && OF_RESULTS.contains(name))
                || (target instanceof DatabaseMetaData && call.method().getReturnType() == ResultSet.class);
    }

    private static boolean changesAutoCommit(JdbcCall call, Connection connection) {
        try {
            return !Boolean.valueOf(connection.getAutoCommit())
                    .equals(call.arguments().get(0));
        } catch (SQLException e) {
            return true;
        }
    }

    /** Closing sends a farewell, and a pool rolls back; closing what is closed does nothing. */
    private static boolean isOpen(JdbcCall call) {
        TrackedConnection connection = call.receiver().connection();
        return connection != null && connection.isOpen();
    }
}
