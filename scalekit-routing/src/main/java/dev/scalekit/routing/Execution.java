package dev.scalekit.routing;

import java.sql.SQLException;
import java.sql.Statement;

/** What is executed: it may have to be done again, on a statement that was made anew on another node. Immutable. */
@FunctionalInterface
interface Execution<R> {
    R on(Statement statement) throws SQLException;
}
