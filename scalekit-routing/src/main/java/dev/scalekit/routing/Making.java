package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** How a statement is made: with the same SQL, and results of the same kind. Immutable. */
@FunctionalInterface
interface Making<S extends Statement> {
    /** Makes one on {@code physical}, which is the caller's to close. */
    S on(Connection physical) throws SQLException;
}
