package dev.scalekit.routing;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** On H2, one database for both nodes. */
final class H2ConnectionTest extends ConnectionContract {
    private MemoryDatabase database;
    private HikariDataSource primary;
    private HikariDataSource replica;
    private RoutingDataSource routed;

    @BeforeEach
    void start() throws SQLException {
        database = new MemoryDatabase();
        database.execute("CREATE TABLE asked (id INT GENERATED ALWAYS AS IDENTITY, name VARCHAR(10))");
        database.execute("CREATE SCHEMA \"other\"");
        primary = database.pool("primary");
        replica = database.pool("replica");
        routed = RoutingDataSource.builder()
                .node("a", primary, node -> node.probes(database.dataSource()))
                .node("b", replica, node -> node.probes(database.dataSource()))
                .dialect(Dialects.fixedRoles("a"))
                .build();
    }

    @AfterEach
    void stop() throws SQLException {
        routed.close();
        replica.close();
        primary.close();
        database.close();
    }

    @Override
    RoutingDataSource routed() {
        return routed;
    }

    @Override
    HikariDataSource primary() {
        return primary;
    }

    @Override
    HikariDataSource replica() {
        return replica;
    }

    @Override
    String otherwise() {
        return """
                # As JDBC has it: an aborted connection is closed.
                abort | UNUSED REPLICA PRIMARY | true false instead of false true
                abort, and then createStatement | UNUSED REPLICA PRIMARY | SQLState 08003 instead of done
                # As JDBC has it: there is nothing to end with auto-commit, and H2 does not mind.
                commit with autoCommit | UNUSED REPLICA PRIMARY | SQLState 25P01 instead of done
                rollback with autoCommit | UNUSED REPLICA PRIMARY | SQLState 25P01 instead of done
                # As JDBC has it, and H2 does not mind.
                abort without an executor | UNUSED REPLICA PRIMARY | SQLState 22023 instead of done
                isValid(-1) | UNUSED REPLICA PRIMARY | SQLState 22023 instead of true
                networkTimeout -1 | UNUSED REPLICA PRIMARY | SQLState 22023 instead of done
                setReadOnly in a transaction | UNUSED REPLICA PRIMARY | SQLState 25001 instead of done
                # Refused before any node is asked, with a state of the standard.
                holdability 99 | UNUSED REPLICA PRIMARY | SQLState 22023 instead of SQLState 90008
                isolation 99 | UNUSED REPLICA PRIMARY | SQLState 22023 instead of SQLState 90008
                isolation none | UNUSED REPLICA PRIMARY | SQLState 22023 instead of SQLState 90008
                # There is no driver yet that could refuse it, and what it is for is not worth a failure later.
                no such client info | UNUSED | done instead of SQLState 08003
                set clientInfo | UNUSED | shop instead of SQLState 08003
                set clientInfo and execute | UNUSED | 1 shop instead of SQLState 08003
                """;
    }
}
