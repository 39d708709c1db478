package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * PostgreSQL 13 and later. One statement asks for everything; its parts that fail in the other role are not evaluated there.
 *
 * <p>The timeline of a primary is the one that it writes to: what the control file says is older until the next checkpoint.
 * That of a standby is the highest of what it receives, which only some may see, and what its control file says.
 */
final class PostgresDialect implements ReplicationDialect {
    // Each name with its schema: what somebody has put into the search path must not be asked instead.
    private static final String INSPECT = "SELECT s.standby,"
            + " (SELECT c.system_identifier FROM pg_catalog.pg_control_system() c) AS system,"
            + " (CASE WHEN s.standby THEN pg_catalog.pg_last_wal_replay_lsn()"
            + " ELSE pg_catalog.pg_current_wal_insert_lsn() END)::pg_catalog.text AS lsn,"
            + " CASE WHEN s.standby THEN NULL"
            + " ELSE pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn()), 1, 8) END"
            + " AS writing,"
            + " CASE WHEN s.standby THEN GREATEST("
            + "(SELECT r.received_tli FROM pg_catalog.pg_stat_get_wal_receiver() r),"
            + " (SELECT r.min_recovery_end_timeline FROM pg_catalog.pg_control_recovery() r),"
            + " (SELECT c.timeline_id FROM pg_catalog.pg_control_checkpoint() c)) END AS following"
            + " FROM (SELECT pg_catalog.pg_is_in_recovery() AS standby OFFSET 0) s";

    /** "read_only_sql_transaction". */
    private static final String READ_ONLY = "25006";

    @Override
    public NodeState inspect(String node, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSPECT);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("The node " + node + " has said nothing of its state");
            }
            NodeState state = state(row);
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return state;
        }
    }

    private static NodeState state(ResultSet row) throws SQLException {
        boolean isStandby = row.getBoolean("standby");
        long system = row.getLong("system");
        String lsn = row.getString("lsn");
        long timeline = isStandby ? row.getLong("following") : Long.parseLong(row.getString("writing"), 16);
        return new NodeState(
                isStandby ? NodeRole.REPLICA : NodeRole.PRIMARY,
                Long.toUnsignedString(system),
                // A standby that has just been started may have replayed nothing yet.
                lsn == null ? null : new PostgresPosition(system, timeline, PostgresPosition.lsn(lsn)));
    }

    @Override
    public Position parse(String text) {
        return PostgresPosition.parse(text);
    }

    @Override
    public boolean isReadOnlyFailure(SQLException failure) {
        return READ_ONLY.equals(failure.getSQLState());
    }

    @Override
    public String toString() {
        return "PostgreSQL";
    }
}
