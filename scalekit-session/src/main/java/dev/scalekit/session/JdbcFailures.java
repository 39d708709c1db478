package dev.scalekit.session;

import java.sql.SQLException;
import java.util.Set;

/** Tells what a failure of the database means. Not instantiable. */
final class JdbcFailures {
    /** No such table: of PostgreSQL, and of the SQL standard as H2 has it. */
    private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S03", "42S04", "3F000", "90079");

    /** A table of the name is there, and is another one: it exists already, or has no such column, or one of another type. */
    private static final Set<String> OTHER_TABLE = Set.of("42P07", "42703", "42804", "42883", "42S01", "42S22");

    /** Read-only: the SQL standard's, and H2's. */
    private static final Set<String> READ_ONLY = Set.of("25006", "90097");

    /** Class 22, numeric value out of range. */
    private static final String OUT_OF_RANGE = "22003";

    /** The server gave up, cleanly: PostgreSQL cancelled the statement; H2 waited too long for a lock. */
    private static final Set<String> GAVE_UP = Set.of("57014", "HYT00");

    /** No connection was made, and nothing was sent; so says, at a statement, a DataSource that connects only then. */
    private static final Set<String> NOT_CONNECTED = Set.of("08001", "08004");

    /** H2: the connection is broken, the database is closed. */
    private static final Set<String> LOST_H2 = Set.of("90067", "90098", "90121");

    private JdbcFailures() {}

    /** Tells whether the database has rolled everything back so that it can be done again: SQLState class 40. */
    static boolean isRolledBack(SQLException failure) {
        // 40003 is "statement completion unknown".
        return state(failure).startsWith("40") && !state(failure).equals("40003");
    }

    static boolean isMissingTable(SQLException failure) {
        return NO_TABLE.contains(state(failure));
    }

    /** Returns what is thrown to the caller. */
    static RuntimeException of(String what, SQLException failure, boolean mayBeDone) {
        String state = state(failure);
        if (isMissingTable(failure)) {
            return new SchemaException(
                    "Could not " + what + ": the tables are missing. Run the script " + Schema.scripts()
                            + ", or call createSchemaIfMissing()",
                    failure);
        }
        if (OTHER_TABLE.contains(state)) {
            return new SchemaException(
                    "Could not " + what + ": there is a table or index of such a name that is not one of this release."
                            + " Choose other names of tables, or mend it",
                    failure);
        }
        if (state.equals(OUT_OF_RANGE)) {
            return new IllegalArgumentException("Could not " + what + ": a counter would overflow", failure);
        }
        if (mayBeDone && isUnknown(state)) {
            return new SaveOutcomeUnknownException(
                    "Nobody knows whether it was done to " + what + ": the database did not answer", failure);
        }
        String why = READ_ONLY.contains(state)
                ? ": the database is read-only"
                : ": the database cannot be reached or refused";
        return new StoreUnavailableException("Could not " + what + why + " (SQLState " + state + ")", failure);
    }

    /** Tells whether a failure may come from a connection that broke, and not from the statement. */
    private static boolean isUnknown(String state) {
        if (GAVE_UP.contains(state) || NOT_CONNECTED.contains(state)) {
            return false;
        }
        return state.equals("none")
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("58")
                || state.startsWith("XX")
                || state.startsWith("HY")
                || state.equals("40003")
                || LOST_H2.contains(state);
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "none" : state;
    }
}
