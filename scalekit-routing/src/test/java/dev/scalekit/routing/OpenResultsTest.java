package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results of the catalogue that are read while the connection changes its role, on H2. */
final class OpenResultsTest {
    private H2Nodes nodes;

    @BeforeEach
    void start() throws SQLException {
        nodes = new H2Nodes("CREATE TABLE apple (id INT)", "CREATE TABLE pear (id INT)");
    }

    @AfterEach
    void stop() throws SQLException {
        nodes.close();
    }

    private static int lent(HikariDataSource pool) {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    private static ResultSet tables(Connection connection) throws SQLException {
        return connection.getMetaData().getTables(null, "PUBLIC", "%", null);
    }

    private static void execute(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    @Test
    void one_that_is_open_keeps_its_connection_when_the_role_changes() throws SQLException {
        try (Connection connection = nodes.db.getConnection();
                ResultSet tables = tables(connection)) {
            tables.next();

            connection.setReadOnly(true);

            assertThat(lent(nodes.primary)).isEqualTo(1);
            assertThat(tables.next()).isTrue();
            assertThat(tables.getString("TABLE_NAME")).isEqualTo("PEAR");
            assertThatThrownBy(() -> execute(connection))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25000"));
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void one_that_is_closed_keeps_nothing() throws SQLException {
        try (Connection connection = nodes.db.getConnection()) {
            tables(connection).close();
            tables(connection).close();

            connection.setReadOnly(true);
            int afterChange = lent(nodes.primary);
            execute(connection);

            assertThat(afterChange).isZero();
            assertThat(lent(nodes.replica)).isEqualTo(1);
        }
    }

    @Test
    void one_that_was_left_open_goes_with_its_connection() throws SQLException {
        try (Connection connection = nodes.db.getConnection()) {
            tables(connection);
        }

        assertThat(lent(nodes.primary)).isZero();
    }
}
