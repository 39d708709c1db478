package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HangingCallTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FaultPlan plan = FaultPlan.allCalls();
    private MemoryDatabase database;
    private FaultDataSource faults;
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        database = new MemoryDatabase();
        database.execute("create table item (name varchar)");
        faults = new FaultDataSource(database.dataSource(), plan);
        connection = faults.getConnection();
        statement = connection.createStatement();
    }

    @AfterEach
    void close() throws SQLException {
        faults.close();
        database.close();
    }

    @Test
    void a_call_that_hangs_before_it_is_made_goes_on_when_the_plan_is_healed() throws Exception {
        try (BackgroundCall<Integer> insert = hanging(JdbcFault.hangBefore())) {
            int before = items();
            boolean done = insert.isDone();
            plan.heal();

            assertThat(insert.get()).isEqualTo(1);
            assertThat(done).isFalse();
            assertThat(before).isZero();
            assertThat(items()).isEqualTo(1);
        }
    }

    @Test
    void a_call_that_hangs_after_it_was_made_has_its_effect_although_it_fails() throws Exception {
        try (BackgroundCall<Integer> insert = hanging(JdbcFault.hangAfter())) {
            int before = items();
            connection.abort(Runnable::run);

            assertFails(insert, "08006");
            assertThat(before).isEqualTo(1);
            assertThat(items()).isEqualTo(1);
        }
    }

    @Test
    void cancelling_its_statement_ends_the_call_and_not_the_connection() throws Exception {
        try (BackgroundCall<Integer> insert = hanging(JdbcFault.hangBefore())) {
            statement.cancel();

            assertFails(insert, "57014");
            assertThat(connection.isValid(1)).isTrue();
            assertThat(items()).isZero();
        }
    }

    @Test
    void cancelling_another_statement_changes_nothing() throws Exception {
        try (Statement other = connection.createStatement();
                BackgroundCall<Integer> insert = hanging(JdbcFault.hangBefore())) {
            other.cancel();
            plan.awaitHanging(PATIENCE);
            boolean done = insert.isDone();
            plan.heal();

            assertThat(insert.get()).isEqualTo(1);
            assertThat(done).isFalse();
        }
    }

    @Test
    void aborting_the_connection_ends_the_call_and_the_connection() throws Exception {
        try (BackgroundCall<Integer> insert = hanging(JdbcFault.hangBefore())) {
            connection.abort(Runnable::run);

            assertFails(insert, "08006");
            assertGone();
        }
    }

    @Test
    void closing_the_connection_ends_the_call() throws Exception {
        try (BackgroundCall<Integer> insert = hanging(JdbcFault.hangBefore())) {
            connection.close();

            assertFails(insert, "08006");
            assertGone();
        }
    }

    @Test
    void closing_the_data_source_ends_the_call() throws Exception {
        try (BackgroundCall<Integer> insert = hanging(JdbcFault.hangBefore().forEver())) {
            faults.close();

            assertFails(insert, "08006");
            assertGone();
        }
    }

    @Test
    void closing_the_data_source_ends_a_connect() throws Exception {
        next(JdbcFault.hangBefore());
        try (BackgroundCall<Connection> connect = new BackgroundCall<>(faults::getConnection)) {
            plan.awaitHanging(PATIENCE);
            faults.close();

            assertFails(connect, "08001");
            assertGone();
        }
    }

    @Test
    void an_interrupt_does_not_end_the_call_and_is_not_lost() throws Exception {
        next(JdbcFault.hangBefore());
        try (BackgroundCall<Boolean> insert = new BackgroundCall<>(() -> {
            insert();
            return Thread.currentThread().isInterrupted();
        })) {
            plan.awaitHanging(PATIENCE);
            insert.interrupt();
            boolean done = insert.isDone();
            plan.heal();

            assertThat(insert.get()).isTrue();
            assertThat(done).isFalse();
            assertThat(items()).isEqualTo(1);
        }
    }

    @Test
    void a_network_timeout_ends_the_call_and_the_connection() throws SQLException {
        connection.setNetworkTimeout(Runnable::run, 10);
        next(JdbcFault.hangBefore());

        assertThatThrownBy(this::insert).satisfies(e -> hasState(e, "08006"));

        assertGone();
    }

    @Test
    void a_query_timeout_ends_the_call_and_not_the_connection() throws SQLException {
        statement.setQueryTimeout(1);
        next(JdbcFault.hangBefore());

        assertThatThrownBy(this::insert).isInstanceOf(SQLTimeoutException.class).satisfies(e -> hasState(e, "57014"));

        assertThat(connection.isValid(1)).isTrue();
        assertThat(items()).isZero();
    }

    @Test
    void validity_is_denied_after_its_timeout() throws SQLException {
        next(JdbcFault.hangBefore());

        assertThat(connection.isValid(1)).isFalse();

        assertGone();
    }

    @Test
    void a_login_timeout_ends_a_connect() throws SQLException {
        faults.setLoginTimeout(1);
        next(JdbcFault.hangBefore());

        assertThatThrownBy(faults::getConnection).satisfies(e -> hasState(e, "08001"));
    }

    @Test
    void waiting_for_a_hanging_call_has_an_end() {
        assertThatThrownBy(() -> plan.awaitHanging(Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("No call hangs after PT0.001S");
    }

    private BackgroundCall<Integer> hanging(JdbcFault fault) throws InterruptedException {
        next(fault);
        BackgroundCall<Integer> call = new BackgroundCall<>(this::insert);
        plan.awaitHanging(PATIENCE);
        return call;
    }

    private int insert() throws SQLException {
        return statement.executeUpdate("insert into item values ('x')");
    }

    private void next(JdbcFault fault) {
        plan.at(plan.count() + 1, fault);
    }

    private int items() throws SQLException {
        return database.number("select count(*) from item");
    }

    private void assertGone() throws SQLException {
        assertThat(faults.openConnections()).isZero();
        assertThat(database.connections()).isZero();
        assertThat(connection.isValid(1)).isFalse();
    }

    private static void assertFails(BackgroundCall<?> call, String sqlState) {
        assertThatThrownBy(call::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .satisfies(e -> hasState(e, sqlState));
    }

    private static void hasState(Throwable thrown, String sqlState) {
        assertThat(thrown).isInstanceOf(SQLException.class);
        assertThat(((SQLException) thrown).getSQLState()).isEqualTo(sqlState);
    }
}
