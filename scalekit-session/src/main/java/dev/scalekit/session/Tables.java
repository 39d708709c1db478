package dev.scalekit.session;

import org.jspecify.annotations.Nullable;

/** The tables of a store. Immutable. */
record Tables(
        SqlIdentifier sessions, SqlIdentifier attributes, SqlIdentifier locks, SqlIdentifier version, String prefix) {
    static final String DEFAULT = "scalekit_session";
    /** PostgreSQL cuts names at 63 bytes, and there are indexes with longer names than the tables. */
    private static final int LONGEST_TABLE = 48;

    private static final int LONGEST_SCHEMA = 63;

    /**
     * Checks the names.
     *
     * @param schema null for the one that a connection has by itself
     * @param table what the names of all tables begin with
     */
    static Tables of(@Nullable String schema, String table) {
        SqlIdentifier checked = SqlIdentifier.of(table, "table", LONGEST_TABLE);
        SqlIdentifier in = schema == null ? null : SqlIdentifier.of(schema, "schema", LONGEST_SCHEMA);
        return new Tables(
                in(in, checked),
                in(in, SqlIdentifier.of(table + "_attribute", "table", 63)),
                in(in, SqlIdentifier.of(table + "_lock", "table", 63)),
                in(in, SqlIdentifier.of(table + "_schema", "table", 63)),
                table);
    }

    private static SqlIdentifier in(@Nullable SqlIdentifier schema, SqlIdentifier name) {
        return schema == null ? name : name.in(schema);
    }
}
