package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How to ask a database what it is and how far it has got. {@link Dialects} has those that there are; write another one for
 * a database that they do not know. Thread-safe.
 */
public interface ReplicationDialect {
    /**
     * Checks whether it can tell anything of these nodes. Called when a router is built; does nothing unless it is overridden.
     *
     * @param nodes the names of all nodes
     * @throws IllegalArgumentException if it cannot, of a primary that is none of them for example; says both
     */
    default void check(List<String> nodes) {}

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

    /** Tells whether nodes say how far they have got: without that there are neither limits of lag nor tokens. */
    default boolean tellsPositions() {
        return true;
    }

    /**
     * Tells whether the server of a replica refuses every write by itself. Otherwise connections to it are set to only read, which
     * may take a round trip.
     */
    default boolean replicasRefuseWrites() {
        return false;
    }
}
