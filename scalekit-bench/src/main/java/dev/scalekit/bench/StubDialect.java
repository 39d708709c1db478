package dev.scalekit.bench;

import dev.scalekit.routing.NodeState;
import dev.scalekit.routing.Position;
import dev.scalekit.routing.ReplicationDialect;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Databases of the {@link StubDriver}, which always have everything. Immutable.
 *
 * @param primary the name of the one that takes writes
 */
record StubDialect(String primary) implements ReplicationDialect {
    private enum Everything implements Position {
        HERE;

        @Override
        public boolean covers(Position other) {
            return other == this;
        }

        @Override
        public Position withHistoryOf(Position other) {
            return this;
        }

        @Override
        public long epoch() {
            return 1;
        }

        @Override
        public String encode() {
            return "1";
        }
    }

    @Override
    public NodeState inspect(String node, Connection connection) throws SQLException {
        return node.equals(primary)
                ? NodeState.primary("stub", node, Everything.HERE)
                : NodeState.replica("stub", node, Everything.HERE);
    }

    @Override
    public Position parse(String text) {
        return Everything.HERE;
    }

    @Override
    public boolean isReadOnlyFailure(SQLException failure) {
        return false;
    }
}
