package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Bank.Outcome;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultLoopTest {
    private static final JdbcFault[] FAULTS = {
        JdbcFault.throwBefore("08006"),
        JdbcFault.throwAfter("08006"),
        JdbcFault.errorBefore(),
        JdbcFault.errorAfter(),
        JdbcFault.disconnectBefore(),
        JdbcFault.disconnectAfter(),
        JdbcFault.throwBefore("08006").forEver(),
        JdbcFault.throwAfter("08006").forEver(),
        JdbcFault.errorBefore().forEver(),
        JdbcFault.errorAfter().forEver(),
        JdbcFault.disconnectBefore().forEver(),
        JdbcFault.disconnectAfter().forEver()
    };

    /** getConnection, setAutoCommit, two updates, commit, close. */
    private static final int ROUND_TRIPS = 6;

    /** The same, and for each update: prepareStatement, two times setInt, close. */
    private static final int CALLS = 14;

    private MemoryDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = new MemoryDatabase();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void a_transfer_survives_every_fault_at_every_round_trip() {
        int points = FaultLoop.everyRoundTrip().run(plan -> survive(plan, Bank::transfer), FAULTS);

        assertThat(points).isEqualTo(FAULTS.length * ROUND_TRIPS);
    }

    @Test
    void a_transfer_survives_every_fault_at_every_call() {
        int points = FaultLoop.everyCall().run(plan -> survive(plan, Bank::transfer), FAULTS);

        assertThat(points).isEqualTo(FAULTS.length * CALLS);
    }

    @Test
    void a_transfer_with_timeouts_survives_a_server_that_hangs() {
        int points = FaultLoop.everyRoundTrip()
                .run(
                        plan -> survive(plan, FaultLoopTest::transferImpatiently),
                        JdbcFault.hangBefore().forEver(),
                        JdbcFault.hangAfter().forEver());

        assertThat(points).isEqualTo(2 * ROUND_TRIPS);
    }

    @Test
    void an_exception_at_commit_does_not_tell_whether_it_was_done() {
        Set<String> seen = new TreeSet<>();

        int points = FaultLoop.everyRoundTrip()
                .run(
                        plan -> {
                            Bank bank = new Bank(database);
                            Outcome outcome =
                                    Bank.transfer(new FaultDataSource(database.dataSource(), plan)::getConnection);
                            String struck = String.valueOf(plan.struck());
                            if (struck.contains("commit")) {
                                seen.add(outcome + " " + bank.transfers());
                            }
                        },
                        JdbcFault.throwBefore("08006"),
                        JdbcFault.throwAfter("08006"));

        assertThat(seen).containsExactly("UNKNOWN 0", "UNKNOWN 1");
        assertThat(points).isEqualTo(2 * ROUND_TRIPS);
    }

    /** Planted: two statements that each commit themselves. */
    @Test
    void a_transfer_without_a_transaction_is_caught() {
        FaultLoop.Scenario planted = plan -> survive(plan, FaultLoopTest::transferInAutocommit);

        assertThatThrownBy(() -> FaultLoop.everyRoundTrip().run(planted, JdbcFault.throwBefore("08006")))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("The scenario broke with 'throw 08006 before executing' at call "
                        + "3 PreparedStatement.executeUpdate on connection 1: update account set amount = amount + ?")
                .hasMessageContaining("200 became 190")
                .hasMessageContaining("\n  1 DataSource.getConnection\n");
    }

    /** Planted: what may have been done is done again. */
    @Test
    void a_transfer_that_is_repeated_after_an_unknown_commit_is_caught() {
        FaultLoop.Scenario planted = plan -> survive(plan, FaultLoopTest::transferUntilNoException);

        assertThatThrownBy(() -> FaultLoop.everyRoundTrip().run(planted, JdbcFault.throwAfter("08006")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("at call 5 Connection.commit on connection 1")
                .hasMessageContaining("DONE, but 2 transfers were made");
    }

    /** Planted: the connection is forgotten when something fails. */
    @Test
    void a_connection_that_is_not_closed_after_a_failure_is_caught() {
        FaultLoop.Scenario planted = plan -> survive(plan, FaultLoopTest::transferThatLeaks);

        assertThatThrownBy(() -> FaultLoop.everyRoundTrip().run(planted, JdbcFault.throwBefore("08006")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("at call 2 Connection.setAutoCommit")
                .hasMessageContaining("open connections");
    }

    /** Planted: only exceptions are expected of a driver. */
    @Test
    void a_transfer_that_expects_exceptions_only_is_caught_by_an_error() {
        FaultLoop.Scenario planted = plan -> survive(plan, FaultLoopTest::transferThatExpectsExceptions);

        FaultLoop.everyRoundTrip().run(planted, JdbcFault.throwBefore("08006"));
        assertThatThrownBy(() -> FaultLoop.everyRoundTrip().run(planted, JdbcFault.errorBefore()))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("The scenario broke with 'throw an Error before executing' at call "
                        + "1 DataSource.getConnection")
                .hasCauseInstanceOf(LinkageError.class);
    }

    @Test
    void a_scenario_that_fails_without_a_fault_is_named_so() {
        FaultLoop.Scenario broken = plan -> {
            try (Connection connection = new FaultDataSource(database.dataSource(), plan).getConnection()) {
                connection.setAutoCommit(true);
            } catch (SQLException e) {
                return;
            }
            throw new IOException("of its own");
        };

        assertThatThrownBy(() -> FaultLoop.everyRoundTrip().run(broken, JdbcFault.throwBefore("08006")))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("The scenario broke without a fault\njava.io.IOException: of its own")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void a_step_leaves_calls_out() {
        List<String> struck = new ArrayList<>();

        int points = FaultLoop.everyRoundTrip()
                .step(3)
                .run(
                        plan -> {
                            survive(plan, Bank::transfer);
                            struck.add(String.valueOf(plan.struck()));
                        },
                        JdbcFault.throwBefore("08006"));

        assertThat(points).isEqualTo(2);
        assertThat(struck).extracting(call -> call.charAt(0)).containsExactly('1', '4', 'n');
    }

    @Test
    void a_scenario_that_is_never_struck_because_it_makes_no_call_is_refused() {
        assertThatThrownBy(() -> FaultLoop.everyRoundTrip().run(plan -> {}, JdbcFault.throwBefore("08006")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no counted call");
    }

    @Test
    void a_scenario_that_tries_again_for_ever_is_ended() {
        FaultLoop.Scenario endless = plan -> {
            FaultDataSource faults = new FaultDataSource(database.dataSource(), plan);
            while (Bank.transfer(faults::getConnection) != Outcome.DONE) {
                Thread.onSpinWait();
            }
        };

        assertThatThrownBy(() -> FaultLoop.everyRoundTrip()
                        .limit(50)
                        .run(endless, JdbcFault.throwBefore("08006").forEver()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("More than 50 calls in one run");
    }

    @Test
    void a_scenario_that_makes_more_calls_each_time_is_ended() {
        int[] runs = {0};
        FaultLoop.Scenario growing = plan -> {
            runs[0]++;
            FaultDataSource faults = new FaultDataSource(database.dataSource(), plan);
            for (int i = 0; i <= runs[0]; i++) {
                Bank.transfer(faults::getConnection);
            }
        };

        assertThatThrownBy(() -> FaultLoop.everyRoundTrip().limit(50).run(growing, JdbcFault.throwBefore("08006")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("More than 50 calls in one run");
    }

    @Test
    void a_scenario_that_hides_the_end_of_its_calls_is_ended_after_the_run() {
        FaultLoop.Scenario hiding = plan -> {
            FaultDataSource faults = new FaultDataSource(database.dataSource(), plan);
            for (int i = 0; i < 3; i++) {
                try {
                    faults.getConnection().close();
                } catch (SQLException | IllegalStateException e) {
                    Thread.onSpinWait();
                }
            }
        };

        assertThatThrownBy(() -> FaultLoop.everyRoundTrip().limit(4).run(hiding, JdbcFault.throwAfter("08006")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A run made more than 4 calls with 'throw 08006 after executing' at 1");
    }

    @Test
    void a_scenario_without_timeouts_that_meets_a_server_that_hangs_is_ended() {
        FaultLoop loop = FaultLoop.everyRoundTrip().maximumRun(Duration.ofMillis(200));

        FaultLoop.Scenario patient =
                plan -> Bank.transfer(new FaultDataSource(database.dataSource(), plan)::getConnection);

        assertThatThrownBy(() -> loop.run(patient, JdbcFault.hangBefore()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'hang before executing' at call 1 DataSource.getConnection")
                .hasMessageContaining("The run hangs: it is not over after PT0.2S");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_scenario_that_waits_for_something_else_for_ever_is_ended() {
        FaultLoop loop = FaultLoop.everyRoundTrip().maximumRun(Duration.ofMillis(200));
        FaultLoop.Scenario waiting = plan -> new CountDownLatch(1).await();

        assertThatThrownBy(() -> loop.run(waiting, JdbcFault.throwBefore("08006")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("without a fault")
                .hasMessageContaining("The run hangs");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_scenario_that_tries_again_after_each_hang_is_ended() {
        FaultLoop loop = FaultLoop.everyRoundTrip().maximumRun(Duration.ofMillis(200));
        FaultLoop.Scenario stubborn = plan -> {
            try (FaultDataSource faults = new FaultDataSource(database.dataSource(), plan)) {
                while (Bank.transfer(faults::getConnection) != Outcome.DONE) {
                    Thread.onSpinWait();
                }
            }
        };

        assertThatThrownBy(() -> loop.run(stubborn, JdbcFault.hangBefore().forEver()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The run hangs");
    }

    @Test
    void bounds_are_checked() {
        assertThatThrownBy(() -> FaultLoop.everyCall().maximumRun(Duration.ZERO))
                .hasMessage("maximumRun must be positive, was PT0S");
        assertThatThrownBy(() -> FaultLoop.everyCall().step(0)).hasMessage("step must be at least 1, was 0");
        assertThatThrownBy(() -> FaultLoop.everyCall().limit(-1)).hasMessage("calls must be at least 1, was -1");
        assertThatThrownBy(() -> FaultLoop.everyCall().run(plan -> {})).hasMessage("faults must be at least 1, was 0");
    }

    /** A transfer under the plan, and the check. */
    private void survive(FaultPlan plan, Transfer transfer) throws SQLException {
        Bank bank = new Bank(database);
        try (FaultDataSource faults = new FaultDataSource(database.dataSource(), plan)) {
            faults.setLoginTimeout(1);
            bank.check(transfer.make(faults::getConnection));
            assertThat(faults.openConnections()).as("open connections").isZero();
            assertThat(database.connections()).as("connections of the database").isZero();
        }
    }

    private static Outcome transferImpatiently(Bank.Connections accounts) {
        return Bank.transfer(() -> {
            Connection connection = accounts.open();
            connection.setNetworkTimeout(Runnable::run, 1);
            return connection;
        });
    }

    private static Outcome transferInAutocommit(Bank.Connections accounts) {
        try (Connection connection = accounts.open()) {
            Bank.change(connection, 1, -10);
            Bank.change(connection, 2, 10);
        } catch (SQLException e) {
            return Outcome.UNKNOWN;
        }
        return Outcome.DONE;
    }

    private static Outcome transferUntilNoException(Bank.Connections accounts) {
        Outcome outcome;
        do {
            outcome = Bank.transfer(accounts);
        } while (outcome != Outcome.DONE);
        return outcome;
    }

    private static Outcome transferThatLeaks(Bank.Connections accounts) {
        try {
            Connection connection = accounts.open();
            connection.setAutoCommit(false);
            connection.close();
        } catch (SQLException e) {
            return Outcome.FAILED;
        }
        return Outcome.FAILED;
    }

    private static Outcome transferThatExpectsExceptions(Bank.Connections accounts) {
        try (Connection connection = accounts.open()) {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            return Outcome.FAILED;
        }
        return Outcome.FAILED;
    }

    @FunctionalInterface
    private interface Transfer {
        Outcome make(Bank.Connections accounts);
    }
}
