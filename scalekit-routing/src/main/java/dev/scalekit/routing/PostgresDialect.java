package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * PostgreSQL 13 and later. One statement asks for everything; its parts that fail in the other role are not evaluated there.
 *
 * <p>The timeline of a primary is the one that it writes to: what the control file says is older until the next checkpoint.
 * That of a standby is what it receives, which only some may see, and nobody while it is not connected. Then nothing is
 * believed but the control file: that the standby has had all up to a place of a timeline, which may be minutes ago, and so has
 * got there at least. The place that it has replayed to could be of a later timeline, and must not be taken for one of this.
 */
final class PostgresDialect implements ReplicationDialect {
    // Each name with its schema: what somebody has put into the search path must not be asked instead.
    private static final String INSPECT = "SELECT s.standby,"
            + " (SELECT c.system_identifier FROM pg_catalog.pg_control_system() c) AS system,"
            + " EXTRACT(EPOCH FROM pg_catalog.pg_postmaster_start_time())::pg_catalog.text AS started,"
            + " (CASE WHEN s.standby THEN pg_catalog.pg_last_wal_replay_lsn()"
            + " ELSE pg_catalog.pg_current_wal_insert_lsn() END)::pg_catalog.text AS lsn,"
            + " CASE WHEN s.standby THEN NULL"
            + " ELSE pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn()), 1, 8) END"
            + " AS writing,"
            + " CASE WHEN s.standby THEN (SELECT r.received_tli FROM pg_catalog.pg_stat_get_wal_receiver() r) END AS receiving,"
            + " k.min_recovery_end_timeline AS control, k.min_recovery_end_lsn::pg_catalog.text AS control_lsn"
            + " FROM (SELECT pg_catalog.pg_is_in_recovery() AS standby OFFSET 0) s, pg_catalog.pg_control_recovery() k";

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
        long system = row.getLong("system");
        String cluster = Long.toUnsignedString(system);
        String started = row.getString("started");
        if (row.getBoolean("standby")) {
            return standby(row, cluster, started);
        }
        long timeline = Long.parseLong(row.getString("writing"), 16);
        long written = PostgresPosition.lsn(row.getString("lsn"));
        return NodeState.primary(cluster, started, new PostgresPosition(system, timeline, written));
    }

    private static NodeState standby(ResultSet row, String cluster, String started) throws SQLException {
        long system = row.getLong("system");
        String lsn = row.getString("lsn");
        if (lsn == null) {
            // One that has just been started may have replayed nothing yet.
            return NodeState.replica(cluster, started, null);
        }
        long replayed = PostgresPosition.lsn(lsn);
        long receiving = row.getLong("receiving");
        if (!row.wasNull()) {
            return NodeState.replica(cluster, started, new PostgresPosition(system, receiving, replayed));
        }
        long timeline = row.getLong("control");
        long controlled = PostgresPosition.lsn(row.getString("control_lsn"));
        if (timeline == 0) {
            return NodeState.replica(cluster, started, null);
        }
        // With nothing replayed past the place in the control file, also the timeline is that of all that can be read.
        return Long.compareUnsigned(controlled, replayed) < 0
                ? NodeState.replicaAtLeast(cluster, started, new PostgresPosition(system, timeline, controlled))
                : NodeState.replica(cluster, started, new PostgresPosition(system, timeline, replayed));
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
    public boolean replicasRefuseWrites() {
        return true;
    }

    @Override
    public String toString() {
        return "PostgreSQL";
    }
}
