package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JdbcFaultTest {
    private final FaultPlan plan = FaultPlan.allCalls();
    private MemoryDatabase database;
    private FaultDataSource faults;

    @BeforeEach
    void open() throws SQLException {
        database = new MemoryDatabase();
        database.execute("create table item (name varchar)");
        faults = new FaultDataSource(database.dataSource(), plan);
    }

    @AfterEach
    void close() throws SQLException {
        faults.close();
        database.close();
    }

    @Test
    void a_throw_before_leaves_the_call_unmade_and_the_connection_usable() throws SQLException {
        try (Connection connection = faults.getConnection();
                Statement statement = connection.createStatement()) {
            next(JdbcFault.throwBefore("40001"));

            assertThatThrownBy(() -> insert(statement)).satisfies(JdbcFaultTest::has40001);
            assertThat(items()).isZero();
            insert(statement);
            assertThat(items()).isEqualTo(1);
        }
    }

    @Test
    void a_throw_after_hides_that_the_call_was_made() throws SQLException {
        try (Connection connection = faults.getConnection();
                Statement statement = connection.createStatement()) {
            next(JdbcFault.throwAfter("40001"));

            assertThatThrownBy(() -> insert(statement)).satisfies(JdbcFaultTest::has40001);
            assertThat(items()).isEqualTo(1);
        }
    }

    @Test
    void a_throw_after_covers_what_the_driver_threw() throws SQLException {
        try (Connection connection = faults.getConnection();
                Statement statement = connection.createStatement()) {
            next(JdbcFault.throwAfter("40001"));

            assertThatThrownBy(() -> statement.execute("insert into nothing values (1)"))
                    .satisfies(JdbcFaultTest::has40001)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        }
    }

    @Test
    void an_error_before_leaves_the_call_unmade_and_the_connection_usable() throws SQLException {
        try (Connection connection = faults.getConnection();
                Statement statement = connection.createStatement()) {
            next(JdbcFault.errorBefore());

            assertThatThrownBy(() -> insert(statement))
                    .isInstanceOf(LinkageError.class)
                    .hasMessageStartingWith("Injected: throw an Error before executing, at Statement.executeUpdate");
            assertThat(items()).isZero();
            insert(statement);
            assertThat(items()).isEqualTo(1);
        }
    }

    @Test
    void an_error_after_hides_that_the_call_was_made_and_what_the_driver_threw() throws SQLException {
        try (Connection connection = faults.getConnection();
                Statement statement = connection.createStatement()) {
            next(JdbcFault.errorAfter().forEver());

            assertThatThrownBy(() -> insert(statement)).isInstanceOf(LinkageError.class);
            assertThatThrownBy(() -> statement.execute("insert into nothing values (1)"))
                    .isInstanceOf(LinkageError.class)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            assertThat(items()).isEqualTo(1);
            plan.heal();
        }
    }

    @Test
    void a_fault_for_ever_hits_every_call_until_it_is_healed() throws SQLException {
        try (Connection connection = faults.getConnection();
                Statement statement = connection.createStatement()) {
            next(JdbcFault.throwBefore("40001").forEver());

            assertThatThrownBy(() -> insert(statement)).satisfies(JdbcFaultTest::has40001);
            assertThatThrownBy(() -> insert(statement)).satisfies(JdbcFaultTest::has40001);
            plan.heal();
            insert(statement);
            assertThat(items()).isEqualTo(1);
        }
    }

    @Test
    void a_dead_connection_stays_dead_and_its_transaction_is_rolled_back() throws SQLException {
        Connection connection = faults.getConnection();
        connection.setAutoCommit(false);
        Statement statement = connection.createStatement();
        insert(statement);
        next(JdbcFault.disconnectBefore());

        assertThatThrownBy(connection::commit).satisfies(JdbcFaultTest::has08006);
        assertThatThrownBy(connection::commit).satisfies(JdbcFaultTest::has08006);
        assertThatThrownBy(() -> insert(statement)).satisfies(JdbcFaultTest::has08006);
        assertThat(connection.isValid(1)).isFalse();
        assertThat(connection.isClosed()).isTrue();
        statement.close();
        connection.close();

        assertThat(items()).isZero();
        assertThat(database.connections()).isZero();
        assertThat(faults.openConnections()).isZero();
    }

    @Test
    void a_server_may_die_after_it_has_committed() throws SQLException {
        Connection connection = faults.getConnection();
        connection.setAutoCommit(false);
        insert(connection.createStatement());
        next(JdbcFault.disconnectAfter());

        assertThatThrownBy(connection::commit).satisfies(JdbcFaultTest::has08006);

        assertThat(items()).isEqualTo(1);
        assertThat(database.connections()).isZero();
    }

    @Test
    void one_dead_connection_is_not_the_end_of_the_others() throws SQLException {
        Connection first = faults.getConnection();
        next(JdbcFault.disconnectBefore());
        boolean alive = first.isValid(1);

        try (Connection second = faults.getConnection()) {
            assertThat(alive).isFalse();
            assertThat(second.isValid(1)).isTrue();
        }
    }

    @Test
    void a_connection_that_nobody_gets_is_closed() throws SQLException {
        next(JdbcFault.throwAfter("08001"));
        assertThatThrownBy(faults::getConnection).isInstanceOf(SQLException.class);
        next(JdbcFault.errorAfter());
        assertThatThrownBy(faults::getConnection).isInstanceOf(LinkageError.class);
        next(JdbcFault.disconnectAfter());
        assertThatThrownBy(faults::getConnection)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("08001"));

        assertThat(database.connections()).isZero();
        assertThat(faults.openConnections()).isZero();
    }

    @Test
    void a_statement_that_nobody_gets_is_closed_but_its_connection_is_not() throws SQLException {
        FakeDriver driver = new FakeDriver();
        FaultDataSource fake = new FaultDataSource(driver.object(DataSource.class), plan);
        Connection connection = fake.getConnection();
        Statement statement = connection.createStatement();
        next(JdbcFault.throwAfter("40001").forEver());

        assertThatThrownBy(() -> connection.prepareStatement("select 1")).satisfies(JdbcFaultTest::has40001);
        assertThatThrownBy(statement::getConnection).satisfies(JdbcFaultTest::has40001);

        assertThat(driver.calls()).contains("PreparedStatement.close").doesNotContain("Connection.close");
    }

    @Test
    void what_fails_to_close_is_closed() throws SQLException {
        Connection connection = faults.getConnection();
        connection.setAutoCommit(false);
        insert(connection.createStatement());
        next(JdbcFault.throwBefore("40001"));

        assertThatThrownBy(connection::close).satisfies(JdbcFaultTest::has40001);
        Connection second = faults.getConnection();
        next(JdbcFault.errorBefore());
        assertThatThrownBy(second::close).isInstanceOf(LinkageError.class);

        assertThat(faults.openConnections()).isZero();
        assertThat(database.connections()).isZero();
        assertThat(items()).isZero();
    }

    @Test
    void client_info_fails_as_its_signature_has_it() throws SQLException {
        try (Connection connection = faults.getConnection()) {
            next(JdbcFault.throwBefore("40001"));

            assertThatThrownBy(() -> connection.setClientInfo("ApplicationName", "x"))
                    .isInstanceOf(SQLClientInfoException.class)
                    .satisfies(JdbcFaultTest::has40001);
        }
    }

    @Test
    void a_fault_says_what_it_is() {
        assertThat(JdbcFault.throwAfter("08006").forEver()).hasToString("throw 08006 after executing, for ever");
        assertThat(JdbcFault.hangBefore()).hasToString("hang before executing");
        assertThat(JdbcFault.errorAfter()).hasToString("throw an Error after executing");
        assertThat(JdbcFault.disconnectAfter()).hasToString("disconnect after executing");
    }

    @Test
    void a_malformed_state_and_a_call_in_the_past_are_refused() throws SQLException {
        faults.getConnection().close();

        assertThatThrownBy(() -> JdbcFault.throwBefore("8006"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8006");
        assertThatThrownBy(() -> plan.at(2, JdbcFault.hangBefore()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("call must be greater than the 2 that were already made, was 2");
    }

    private void next(JdbcFault fault) {
        plan.at(plan.count() + 1, fault);
    }

    private int items() throws SQLException {
        return database.number("select count(*) from item");
    }

    private static void insert(Statement statement) throws SQLException {
        statement.executeUpdate("insert into item values ('x')");
    }

    private static void has40001(Throwable thrown) {
        assertThat(((SQLException) thrown).getSQLState()).isEqualTo("40001");
    }

    private static void has08006(Throwable thrown) {
        assertThat(((SQLException) thrown).getSQLState()).isEqualTo("08006");
    }
}
