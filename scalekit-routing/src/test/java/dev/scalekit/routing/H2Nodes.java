package dev.scalekit.routing;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;

/** A primary and a replica that are one database in memory, which needs no replication. Thread-safe. */
final class H2Nodes implements AutoCloseable {
    private final MemoryDatabase database = new MemoryDatabase();
    final HikariDataSource primary = database.pool("primary");
    final HikariDataSource replica = database.pool("replica");
    final RoutingDataSource db;

    /** @param schema statements that make what is there */
    H2Nodes(String... schema) throws SQLException {
        for (String statement : schema) {
            database.execute(statement);
        }
        db = RoutingDataSource.builder()
                .node("a", primary, node -> node.probes(database.dataSource()))
                .node("b", replica, node -> node.probes(database.dataSource()))
                .dialect(Dialects.fixedRoles("a"))
                .build();
    }

    @Override
    public void close() throws SQLException {
        db.close();
        replica.close();
        primary.close();
        database.close();
    }
}
