package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultDataSourceTest {
    private MemoryDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = new MemoryDatabase();
        database.execute("create table item (id int generated always as identity primary key, name varchar unique)");
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void every_call_is_counted_and_described_in_order() throws SQLException {
        FaultPlan plan = FaultPlan.allCalls();
        FaultDataSource faults = new FaultDataSource(database.dataSource(), plan);

        try (Connection connection = faults.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into item (name)\n  values (?)")) {
            insert.setString(1, "a secret value");
            insert.executeUpdate();
        }

        assertThat(plan.calls())
                .containsExactly(
                        "1 DataSource.getConnection",
                        "2 Connection.prepareStatement on connection 1: insert into item (name) values (?)",
                        "3 PreparedStatement.setString on connection 1: insert into item (name) values (?)",
                        "4 PreparedStatement.executeUpdate on connection 1: insert into item (name) values (?)",
                        "5 PreparedStatement.close on connection 1: insert into item (name) values (?)",
                        "6 Connection.close on connection 1");
        assertThat(plan.count()).isEqualTo(6);
    }

    @Test
    void round_trips_are_what_may_ask_the_server() throws SQLException {
        FaultPlan plan = FaultPlan.roundTrips();
        FaultDataSource faults = new FaultDataSource(database.dataSource(), plan);

        Connection connection = faults.getConnection();
        connection.setAutoCommit(true);
        connection.setAutoCommit(false);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select name from item where name = 'literal'");
        rows.next();
        rows.close();
        statement.close();
        connection.getMetaData().getTables(null, null, "ITEM", null).close();
        connection.isValid(1);
        connection.commit();
        connection.close();
        connection.close();

        assertThat(plan.calls())
                .containsExactly(
                        "1 DataSource.getConnection",
                        "2 Connection.setAutoCommit on connection 1",
                        "3 Statement.executeQuery on connection 1: select name from item where name = '…'",
                        "4 DatabaseMetaData.getTables on connection 1",
                        "5 Connection.isValid on connection 1",
                        "6 Connection.commit on connection 1",
                        "7 Connection.close on connection 1");
    }

    @Test
    void wrappers_lead_to_each_other_and_not_to_the_driver() throws SQLException {
        FaultDataSource faults = new FaultDataSource(database.dataSource(), FaultPlan.allCalls());

        try (Connection connection = faults.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into item (name) values ('x')", Statement.RETURN_GENERATED_KEYS)) {
            insert.executeUpdate();
            ResultSet keys = insert.getGeneratedKeys();
            DatabaseMetaData metaData = connection.getMetaData();

            assertThat(insert.getConnection()).isSameAs(connection);
            assertThat(keys.getStatement()).isSameAs(insert);
            assertThat(metaData.getConnection()).isSameAs(connection);
            assertThat(List.of(connection, insert, keys, metaData))
                    .noneMatch(object -> object.getClass().getName().startsWith("org.h2"));
        }
    }

    @Test
    void a_wrapper_unwraps_to_itself_or_to_the_driver() throws SQLException {
        FaultDataSource faults = new FaultDataSource(database.dataSource(), FaultPlan.allCalls());

        try (Connection connection = faults.getConnection()) {
            assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
            assertThat(connection.isWrapperFor(Connection.class)).isTrue();
            assertThat(connection.unwrap(JdbcConnection.class)).isInstanceOf(JdbcConnection.class);
            assertThat(faults.unwrap(FaultDataSource.class)).isSameAs(faults);
            assertThat(faults.isWrapperFor(database.dataSource().getClass())).isTrue();
        }
    }

    @Test
    void a_wrapper_equals_only_itself_and_shows_no_values() throws SQLException {
        FaultDataSource faults = new FaultDataSource(database.dataSource(), FaultPlan.allCalls());

        try (Connection first = faults.getConnection();
                Connection second = faults.getConnection()) {
            Set<Connection> connections = new HashSet<>(List.of(first, second));

            assertThat(connections).contains(first, second).hasSize(2);
            assertThat(first).isNotEqualTo(second).isNotEqualTo(null);
            assertThat(first).hasToString("FaultyConnection on connection 1");
        }
    }

    @Test
    void exceptions_of_the_driver_come_through_as_they_are() throws SQLException {
        FaultDataSource faults = new FaultDataSource(database.dataSource(), FaultPlan.allCalls());
        database.execute("insert into item (name) values ('taken')");

        try (Connection connection = faults.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("insert into item (name) values ('taken')"))
                    .isInstanceOf(SQLIntegrityConstraintViolationException.class);
        }
    }

    @Test
    void objects_of_the_driver_can_be_given_back_to_it() throws SQLException {
        FaultDataSource faults = new FaultDataSource(database.dataSource(), FaultPlan.allCalls());

        try (Connection connection = faults.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            Savepoint savepoint = connection.setSavepoint("before");
            statement.execute("insert into item (name) values ('x')");
            connection.rollback(savepoint);
            connection.commit();
        }

        assertThat(database.number("select count(*) from item")).isZero();
    }

    @Test
    void open_connections_are_known_until_they_are_closed() throws SQLException {
        FaultDataSource faults = new FaultDataSource(database.dataSource(), FaultPlan.allCalls());

        Connection first = faults.getConnection();
        Connection second = faults.getConnection();
        int two = faults.openConnections();
        first.close();
        second.abort(Runnable::run);

        assertThat(two).isEqualTo(2);
        assertThat(faults.openConnections()).isZero();
        assertThat(database.connections()).isZero();
    }

    @Test
    void closing_ends_the_connections_that_are_left_and_gives_no_more() throws SQLException {
        FaultDataSource faults = new FaultDataSource(database.dataSource(), FaultPlan.allCalls());
        Connection left = faults.getConnection();
        left.setAutoCommit(false);
        Statement statement = left.createStatement();
        statement.execute("insert into item (name) values ('not committed')");

        faults.close();

        assertThat(left.isClosed()).isTrue();
        assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
        assertThatThrownBy(faults::getConnection).hasMessageContaining("closed");
        assertThat(database.connections()).isZero();
        assertThat(database.number("select count(*) from item")).isZero();
    }

    @Test
    void data_sources_of_one_plan_are_counted_as_one_sequence() throws Exception {
        FaultPlan plan = FaultPlan.roundTrips();
        try (MemoryDatabase other = new MemoryDatabase();
                FaultDataSource here = new FaultDataSource(database.dataSource(), plan);
                FaultDataSource there = new FaultDataSource(other.dataSource(), plan)) {
            plan.at(4, JdbcFault.disconnectBefore().forEver());
            Connection first = here.getConnection();
            Connection second = there.getConnection();
            boolean alive = first.isValid(1);

            assertThat(alive).isTrue();
            assertThat(second.isValid(1)).isFalse();
            assertThat(first.isValid(1)).isFalse();
            assertThat(plan.calls()).last().isEqualTo("5 Connection.isValid on connection 1");
        }
    }

    @Test
    void calls_of_many_threads_are_all_counted_once() throws Exception {
        FaultPlan plan = FaultPlan.roundTrips();
        FaultDataSource faults = new FaultDataSource(database.dataSource(), plan);
        plan.at(400, JdbcFault.throwBefore("40001"));
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            connections.add(faults.getConnection());
        }
        List<BackgroundCall<Integer>> threads = new ArrayList<>();

        for (Connection connection : connections) {
            threads.add(new BackgroundCall<>(() -> failedCalls(connection, 250)));
        }
        int failed = 0;
        for (BackgroundCall<Integer> thread : threads) {
            failed += thread.get();
            thread.close();
        }
        for (Connection connection : connections) {
            connection.close();
        }

        assertThat(plan.count()).isEqualTo(4 * 252);
        assertThat(failed).isEqualTo(1);
    }

    private static int failedCalls(Connection connection, int calls) {
        int failed = 0;
        for (int i = 0; i < calls; i++) {
            try {
                connection.isValid(1);
            } catch (SQLException e) {
                failed++;
            }
        }
        return failed;
    }
}
