package dev.scalekit.session;

/** Asks a database what is in a schema. Immutable. */
record SchemaQueries(boolean isH2) {
    static SchemaQueries of(String database) {
        return new SchemaQueries(database.equals("h2"));
    }

    String use(String schema) {
        return isH2 ? "SET SCHEMA \"" + schema + "\"" : "SET search_path TO \"" + schema + "\"";
    }

    String useDefault() {
        return isH2 ? "SET SCHEMA PUBLIC" : "RESET search_path";
    }

    String columns(String schema) {
        return "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default"
                + " FROM information_schema.columns WHERE table_schema = '" + schema + "' ORDER BY 1, 2";
    }

    String constraints(String schema) {
        return "SELECT table_name, constraint_type FROM information_schema.table_constraints WHERE table_schema = '"
                + schema + "' AND constraint_type <> 'CHECK' ORDER BY 1, 2";
    }

    String indexes(String schema) {
        return isH2
                ? "SELECT index_name FROM information_schema.indexes WHERE index_schema = '" + schema
                        + "' AND index_name LIKE '%idx'"
                : "SELECT indexname FROM pg_indexes WHERE schemaname = '" + schema + "' AND indexname LIKE '%idx'";
    }
}
