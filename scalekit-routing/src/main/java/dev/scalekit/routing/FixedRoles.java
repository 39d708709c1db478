package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.util.List;

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
    public void check(List<String> nodes) {
        if (!nodes.contains(primary)) {
            throw new IllegalArgumentException("primary must be one of the nodes " + nodes + ": " + primary);
        }
    }

    @Override
    public NodeState inspect(String node, Connection connection) throws SQLException {
        if (!connection.isValid(VALID_SECONDS)) {
            throw new SQLRecoverableException("The connection to " + node + " is not valid any more", "08006");
        }
        return node.equals(primary) ? NodeState.primary("", "", null) : NodeState.replica("", "", null);
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

    @Override
    public boolean tellsPositions() {
        return false;
    }
}
