package dev.scalekit.routing;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** On H2, one database for both nodes. */
final class H2ConnectionTest extends ConnectionContract {
    private H2Nodes nodes;

    @BeforeEach
    void start() throws SQLException {
        nodes = new H2Nodes(
                "CREATE TABLE asked (id INT GENERATED ALWAYS AS IDENTITY, name VARCHAR(10))",
                "CREATE SCHEMA \"other\"");
    }

    @AfterEach
    void stop() throws SQLException {
        nodes.close();
    }

    @Override
    RoutingDataSource routed() {
        return nodes.db;
    }

    @Override
    HikariDataSource primary() {
        return nodes.primary;
    }

    @Override
    HikariDataSource replica() {
        return nodes.replica;
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
