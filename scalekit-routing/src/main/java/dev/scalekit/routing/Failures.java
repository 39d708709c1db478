package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** What an exception of a driver says of the connection. */
enum Failures {
    /** Nothing: the statement was refused, and the connection goes on. */
    STATEMENT,
    /** The statement was refused since the replica had to overwrite what it read; it may be done again. */
    CONFLICT,
    /** Something was refused that the database cannot do, and the pool has closed the connection: the node is not to blame. */
    DISCARDED,
    /** The connection is gone, and perhaps its node. */
    CONNECTION;

    /** "admin_shutdown", "crash_shutdown", "cannot_connect_now" of PostgreSQL; the rest of the class is about statements. */
    private static final Set<String> SHUTDOWN = Set.of("57P01", "57P02", "57P03");

    /** "serialization_failure" and "deadlock_detected": a standby says so when a query conflicts with what it has to replay. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    /** "feature_not_supported", which HikariCP takes for the end of a connection. */
    private static final String UNSUPPORTED = "0A000";

    /** "statement_completion_unknown". */
    private static final String UNKNOWN = "40003";

    static Failures of(SQLException failure, Connection connection) {
        String state = failure.getSQLState();
        if (state != null && (state.startsWith("08") || SHUTDOWN.contains(state) || state.equals(UNKNOWN))) {
            return CONNECTION;
        }
        if (state != null && CONFLICTS.contains(state)) {
            return CONFLICT;
        }
        if (!isClosed(connection)) {
            return STATEMENT;
        }
        return UNSUPPORTED.equals(state) ? DISCARDED : CONNECTION;
    }

    /** Tells whether a connection is gone: some failures say nothing of that, but close it. */
    static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Tells whether a node could not be reached, or has no room; that a pool has none is not the node's fault. */
    static boolean isOfNode(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || SHUTDOWN.contains(state));
    }
}
