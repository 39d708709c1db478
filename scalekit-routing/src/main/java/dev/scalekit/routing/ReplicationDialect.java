package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * How to ask a database what it is and how far it has got. {@link Dialects} has those that there are; write another one for
 * a database that they do not know. Thread-safe.
 */
public interface ReplicationDialect {
    /**
     * Asks a node for its state, in one round trip; it must not leave a transaction open. Called some times a second for each
     * node, on a connection that is used for nothing else.
     *
     * @param node the name of the node
     */
    NodeState inspect(String node, Connection connection) throws SQLException;

    /**
     * Returns the position that {@link Position#encode()} has told, here or on another server.
     *
     * @throws IllegalArgumentException if the text is none, of another database for example; it may come from a client
     */
    Position parse(String text);

    /** Tells whether a node that was taken for the primary has refused to write since it is none, or only reads now. */
    boolean isReadOnlyFailure(SQLException failure);
}
