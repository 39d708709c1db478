package dev.scalekit.routing;

/** The databases whose replication can be asked. Not instantiable; what it returns is thread-safe. */
public final class Dialects {
    private Dialects() {}

    /**
     * Streaming replication of PostgreSQL 13 and later. The account that asks needs the role {@code pg_read_all_stats}: without
     * it a standby does not say which timeline it follows, and what it has is known only as of its last restart points, so
     * that it is seldom near enough to be read. Nothing wrong is concluded without it.
     */
    public static ReplicationDialect postgres() {
        return new PostgresDialect();
    }

    /**
     * Any database whose primary never changes: one node writes, and the others read. Nothing is known of how far they have
     * got, so no limit to their lag can be kept.
     *
     * @param primary the name of its node; a router that has none of that name is not built
     */
    public static ReplicationDialect fixedRoles(String primary) {
        return new FixedRoles(primary);
    }
}
