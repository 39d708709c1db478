package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;

/**
 * Roles that somebody has set.
 *
 * @param primary the name of the node that writes
 */
record FixedRoles(String primary) implements ReplicationDialect {
    private static final int VALID_SECONDS = 5;

    FixedRoles {
        requireNonNull(primary, "primary");
    }

    @Override
    public NodeState inspect(String node, Connection connection) throws SQLException {
        if (!connection.isValid(VALID_SECONDS)) {
            throw new SQLRecoverableException("The connection to " + node + " is not valid any more", "08006");
        }
        return new NodeState(node.equals(primary) ? NodeRole.PRIMARY : NodeRole.REPLICA, "", "", null);
    }

    @Override
    public Position parse(String text) {
        throw new IllegalArgumentException(
                "There are no positions where roles are fixed: " + text.length() + " characters");
    }

    @Override
    public boolean isReadOnlyFailure(SQLException failure) {
        return false;
    }
}
