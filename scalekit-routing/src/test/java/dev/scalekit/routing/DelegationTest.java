package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.routing.Delegation.Wrapped;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each method of statements and results, on one that reads and one that writes; and the harness finds what is planted. */
final class DelegationTest {
    private final FakeNodes nodes = new FakeNodes();

    @AfterEach
    void close() {
        nodes.close();
    }

    /** The statement or result of the driver that was made last for the one that is given. */
    private Object made(Object by, String method) {
        return nodes.jdbc.calls(by).stream()
                .filter(call -> call.is(method))
                .reduce((first, second) -> second)
                .orElseThrow()
                .made();
    }

    private Wrapped statement(RoutedConnection connection) throws SQLException {
        Statement statement = connection.createStatement();
        return new Wrapped(statement, made(nodes.physical(), "createStatement"));
    }

    private Wrapped prepared(RoutedConnection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement("SELECT 1");
        return new Wrapped(statement, made(nodes.physical(), "prepareStatement"));
    }

    private Wrapped callable(RoutedConnection connection) throws SQLException {
        CallableStatement statement = connection.prepareCall("CALL f()");
        return new Wrapped(statement, made(nodes.physical(), "prepareCall"));
    }

    private Wrapped result(RoutedConnection connection) throws SQLException {
        Wrapped statement = prepared(connection);
        ResultSet result = ((PreparedStatement) statement.wrapper()).executeQuery();
        return new Wrapped(result, made(statement.target(), "executeQuery"));
    }

    private void requireHandedOn(Delegation delegation, int methods) throws Exception {
        assertThat(delegation.violations()).isEmpty();
        assertThat(delegation.methods()).hasSizeGreaterThanOrEqualTo(methods);
    }

    @Test
    void a_statement_hands_each_method_on() throws Exception {
        requireHandedOn(new Delegation(Statement.class, nodes.jdbc, () -> statement(nodes.reading())), 53);
        requireHandedOn(new Delegation(Statement.class, nodes.jdbc, () -> statement(nodes.writing())), 53);
    }

    @Test
    void a_prepared_statement_hands_each_method_on() throws Exception {
        requireHandedOn(new Delegation(PreparedStatement.class, nodes.jdbc, () -> prepared(nodes.reading())), 111);
        requireHandedOn(new Delegation(PreparedStatement.class, nodes.jdbc, () -> prepared(nodes.writing())), 111);
    }

    @Test
    void a_callable_statement_hands_each_method_on() throws Exception {
        requireHandedOn(new Delegation(CallableStatement.class, nodes.jdbc, () -> callable(nodes.reading())), 232);
        requireHandedOn(new Delegation(CallableStatement.class, nodes.jdbc, () -> callable(nodes.writing())), 232);
    }

    @Test
    void a_result_hands_each_method_on() throws Exception {
        requireHandedOn(new Delegation(ResultSet.class, nodes.jdbc, () -> result(nodes.reading())), 190);
        requireHandedOn(new Delegation(ResultSet.class, nodes.jdbc, () -> result(nodes.writing())), 190);
    }

    @Test
    void a_method_that_is_handed_on_wrongly_is_found() throws Exception {
        Map<String, Planting> plantings = Map.of(
                "setInt(int, int) calls setLong(int, long)", Twisted::new,
                "setString(int, String) calls []", Deaf::new,
                "getMaxRows() returns 0 for", Lying::new,
                "executeUpdate() calls [executeUpdate[], executeUpdate[]]", Eager::new,
                "executeLargeUpdate() throws java.lang.UnsupportedOperationException", Forgetful::new,
                "getUpdateCount() does not throw", Mute::new);

        for (Map.Entry<String, Planting> planting : plantings.entrySet()) {
            Delegation delegation =
                    new Delegation(PreparedStatement.class, nodes.jdbc, () -> planted(planting.getValue()));
            assertThat(delegation.violations())
                    .as(planting.getKey())
                    .singleElement()
                    .asString()
                    .startsWith(planting.getKey());
        }
    }

    @FunctionalInterface
    private interface Planting {
        Statement on(RoutedConnection connection, PreparedStatement driver);
    }

    private Wrapped planted(Planting planting) throws SQLException {
        RoutedConnection connection = nodes.reading();
        PreparedStatement driver = (PreparedStatement) prepared(connection).target();
        return new Wrapped(planting.on(connection, driver), driver);
    }

    /** A statement with a mistake. */
    private static class Wrong extends RoutedPreparedStatement {
        final PreparedStatement driver;

        Wrong(RoutedConnection connection, PreparedStatement driver) {
            super(connection, on -> driver, driver);
            this.driver = driver;
        }
    }

    private static final class Twisted extends Wrong {
        Twisted(RoutedConnection connection, PreparedStatement driver) {
            super(connection, driver);
        }

        @Override
        public void setInt(int index, int value) throws SQLException {
            driver.setLong(index, value);
        }
    }

    private static final class Deaf extends Wrong {
        Deaf(RoutedConnection connection, PreparedStatement driver) {
            super(connection, driver);
        }

        @Override
        public void setString(int index, @Nullable String value) {
            // Not handed on.
        }
    }

    private static final class Lying extends Wrong {
        Lying(RoutedConnection connection, PreparedStatement driver) {
            super(connection, driver);
        }

        @Override
        public int getMaxRows() throws SQLException {
            return super.getMaxRows() * 0;
        }
    }

    private static final class Eager extends Wrong {
        Eager(RoutedConnection connection, PreparedStatement driver) {
            super(connection, driver);
        }

        @Override
        public int executeUpdate() throws SQLException {
            super.executeUpdate();
            return super.executeUpdate();
        }
    }

    private static final class Forgetful extends Wrong {
        Forgetful(RoutedConnection connection, PreparedStatement driver) {
            super(connection, driver);
        }

        @Override
        public long executeLargeUpdate() {
            throw new UnsupportedOperationException("what an interface does that nobody implements");
        }
    }

    private static final class Mute extends Wrong {
        Mute(RoutedConnection connection, PreparedStatement driver) {
            super(connection, driver);
        }

        @Override
        public int getUpdateCount() {
            try {
                return super.getUpdateCount();
            } catch (SQLException e) {
                return 0;
            }
        }
    }
}
