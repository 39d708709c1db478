package dev.scalekit.routing;

/** The databases whose replication can be asked. Not instantiable; what it returns is thread-safe. */
public final class Dialects {
    private Dialects() {}

    /**
     * Streaming replication of PostgreSQL 13 and later. Any account may ask what is asked. With the role {@code pg_read_all_stats}
     * a standby also tells at once that it follows a new primary; without, its reads go elsewhere until its next restart
     * point, minutes for a database that is idle.
     */
    public static ReplicationDialect postgres() {
        return new PostgresDialect();
    }

    /**
     * Any database whose primary never changes: one node writes, and the others read. Nothing is known of how far they have
     * got, so there is no limit to their lag, and whoever has written reads from the primary.
     *
     * @param primary the name of its node
     */
    public static ReplicationDialect fixedRoles(String primary) {
        return new FixedRoles(primary);
    }
}
