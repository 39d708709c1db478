package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What statements and results do beyond handing on. */
final class RoutedStatementTest {
    private final FakeNodes nodes = new FakeNodes();
    private RoutedConnection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = nodes.reading();
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    /** Whether no statement of the connection is taken to be open: a change of the role gives the physical one back then. */
    private boolean isIdle() throws SQLException {
        Object physical = nodes.physical();
        connection.setReadOnly(false);
        return nodes.jdbc.calls(physical).stream().anyMatch(call -> call.is("close"));
    }

    @Test
    void all_lead_back_to_the_connection_that_the_application_has() throws Exception {
        PreparedStatement statement = connection.prepareStatement("SELECT 1");

        ResultSet result = statement.executeQuery();

        assertThat(statement.getConnection()).isSameAs(connection);
        assertThat(result.getStatement()).isSameAs(statement);
    }

    @Test
    void who_asks_for_what_it_is_gets_it_and_else_what_the_driver_has() throws Exception {
        PreparedStatement statement = connection.prepareStatement("SELECT 1");
        ResultSet result = statement.executeQuery();

        assertThat(statement.isWrapperFor(PreparedStatement.class)).isTrue();
        assertThat(statement.unwrap(Statement.class)).isSameAs(statement);
        assertThat(result.isWrapperFor(ResultSet.class)).isTrue();
        assertThat(result.unwrap(ResultSet.class)).isSameAs(result);
        assertThat(statement.unwrap(Integer.class)).isInstanceOf(Integer.class);
        assertThat(result.unwrap(Integer.class)).isInstanceOf(Integer.class);
        nodes.jdbc.answering("isWrapperFor", false);
        assertThat(statement.isWrapperFor(Integer.class)).isFalse();
        assertThat(result.isWrapperFor(Integer.class)).isFalse();
    }

    @Test
    void a_connection_that_somebody_has_unwrapped_is_not_given_back_for_another_role() throws Exception {
        connection.unwrap(Integer.class);
        Object physical = nodes.physical();

        connection.setReadOnly(false);
        Statement statement = connection.createStatement();

        assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM item"))
                .hasFieldOrPropertyWithValue("SQLState", "25000");
        assertThat(nodes.jdbc.calls(physical)).noneMatch(call -> call.is("close"));
    }

    @Test
    void the_same_result_is_wrapped_once() throws Exception {
        ResultSet driver = nodes.jdbc.make(ResultSet.class);
        nodes.jdbc
                .answering("executeQuery", driver)
                .answering("getResultSet", driver)
                .answering("getGeneratedKeys", driver);
        PreparedStatement statement = connection.prepareStatement("SELECT 1");

        ResultSet result = statement.executeQuery();

        assertThat(statement.getResultSet()).isSameAs(result).isSameAs(statement.getResultSet());
        assertThat(statement.getGeneratedKeys())
                .isSameAs(statement.getGeneratedKeys())
                .isNotSameAs(result);
    }

    @Test
    void no_result_is_no_result() throws Exception {
        Supplier<@Nullable Object> nothing = () -> null;
        nodes.jdbc.answering("getResultSet", nothing).answering("getGeneratedKeys", nothing);
        Statement statement = connection.createStatement();

        assertThat(statement.getResultSet()).isNull();
        assertThat(statement.getGeneratedKeys()).isNull();
    }

    @Test
    void a_statement_that_is_closed_twice_is_counted_once() throws Exception {
        Statement statement = connection.createStatement();
        Statement other = connection.createStatement();

        statement.close();
        statement.close();

        assertThat(isIdle()).isFalse();
        other.close();
        connection.setReadOnly(true);
        assertThat(isIdle()).isTrue();
    }

    @Test
    void a_statement_whose_close_fails_is_closed() throws Exception {
        Statement statement = connection.createStatement();
        nodes.jdbc.failing("close", FakeJdbc.refusal());

        assertThatThrownBy(statement::close).isInstanceOf(SQLException.class);
        nodes.jdbc.heal();

        assertThat(isIdle()).isTrue();
    }

    @Test
    void a_statement_that_closes_with_its_result_is_noticed() throws Exception {
        PreparedStatement statement = connection.prepareStatement("SELECT 1");
        statement.closeOnCompletion();
        ResultSet result = statement.executeQuery();

        nodes.jdbc.answering("isClosed", true);
        result.close();
        statement.close();
        nodes.jdbc.answering("isClosed", false);

        assertThat(isIdle()).isTrue();
    }

    @Test
    void a_statement_that_the_driver_has_closed_is_noticed_when_somebody_asks() throws Exception {
        Statement statement = connection.createStatement();

        nodes.jdbc.answering("isClosed", true);
        assertThat(statement.isClosed()).isTrue();
        nodes.jdbc.answering("isClosed", false);

        assertThat(isIdle()).isTrue();
    }

    @Test
    void a_closed_statement_takes_no_node_to_say_so() throws Exception {
        PreparedStatement statement = connection.prepareStatement("SELECT 1");
        statement.close();
        Object before = nodes.physical();
        assertThat(isIdle()).isTrue();
        nodes.jdbc.failing("executeQuery", FakeJdbc.refusal());

        assertThatThrownBy(statement::executeQuery)
                .hasMessage(FakeJdbc.refusal().getMessage());

        assertThat(nodes.physical()).isSameAs(before);
    }

    @Test
    void statements_that_are_open_go_to_the_other_node_together() throws Exception {
        PreparedStatement first = connection.prepareStatement("SELECT 1");
        PreparedStatement second = connection.prepareStatement("SELECT 2");
        second.setInt(1, 5);
        Object before = nodes.physical();

        connection.setReadOnly(false);
        first.executeQuery();
        Object after = nodes.physical();
        second.executeQuery();

        assertThat(after).isNotSameAs(before).isSameAs(nodes.physical());
        assertThat(nodes.jdbc.count("executeQuery")).isEqualTo(2);
        assertThat(nodes.jdbc.count("setInt")).isEqualTo(2);
        assertThat(nodes.jdbc.calls(before)).anyMatch(call -> call.is("close"));
    }

    @Test
    void a_result_that_is_being_read_keeps_all_of_them_where_they_are() throws Exception {
        PreparedStatement first = connection.prepareStatement("SELECT 1");
        PreparedStatement second = connection.prepareStatement("SELECT 2");
        ResultSet rows = second.executeQuery();

        connection.setReadOnly(false);

        assertThatThrownBy(first::executeQuery)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25000"));
        assertThat(rows.next()).isTrue();
    }

    @Test
    void what_fails_of_a_lost_connection_is_no_failure_of_the_next_one() throws Exception {
        ResultSet rows = connection.prepareStatement("SELECT 1").executeQuery();
        SQLException lost = new SQLException("the connection is lost", "08006");
        nodes.jdbc.failing("next", lost);
        assertThatThrownBy(rows::next).hasCause(lost);
        PreparedStatement other = connection.prepareStatement("SELECT 2");
        Object next = nodes.physical();

        assertThatThrownBy(rows::next).isSameAs(lost);

        assertThat(nodes.jdbc.calls(next)).noneMatch(call -> call.is("abort") || call.is("close"));
        nodes.jdbc.heal();
        assertThat(other.executeQuery().next()).isTrue();
    }

    @Test
    void what_reads_is_done_again_on_a_replica_and_not_on_the_primary() throws Exception {
        nodes.jdbc.failing("executeUpdate", new SQLException("the connection is lost", "08006"));
        PreparedStatement statement = connection.prepareStatement("SELECT f()");
        assertThatThrownBy(statement::executeUpdate).isInstanceOf(SQLException.class);
        assertThat(nodes.jdbc.count("executeUpdate")).isGreaterThan(1);
        connection.close();
        nodes.jdbc.forget();

        nodes.router.primary(() -> {
            PreparedStatement onPrimary = nodes.reading().prepareStatement("SELECT f()");
            assertThatThrownBy(onPrimary::executeUpdate).isInstanceOf(SQLException.class);
            return onPrimary;
        });

        assertThat(nodes.jdbc.count("executeUpdate")).isOne();
    }

    @Test
    void a_write_whose_answer_cannot_be_read_may_have_been_done() throws Exception {
        PreparedStatement statement = nodes.writing().prepareStatement("INSERT");
        ResultSet rows = statement.executeQuery();
        nodes.jdbc.failing("next", new SQLException("the connection is lost", "08006"));

        assertThatThrownBy(rows::next).isInstanceOf(CommitOutcomeUnknownException.class);
    }

    @Test
    void closing_what_is_lost_is_no_failure() throws Exception {
        PreparedStatement statement = nodes.writing().prepareStatement("INSERT");
        ResultSet rows = statement.executeQuery();
        nodes.jdbc.failing("close", new SQLException("the connection is lost", "08006"));

        rows.close();
        statement.close();

        assertThat(statement.getConnection().createStatement()).isNotNull();
    }

    @Test
    void what_was_aborted_during_an_execution_is_given_back_once() throws Exception {
        PreparedStatement statement = connection.prepareStatement("SELECT 1");
        Object physical = nodes.physical();
        Supplier<Object> aborted = () -> {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            throw new IllegalStateException("the driver notices that");
        };
        nodes.jdbc.answering("executeQuery", aborted);

        assertThatThrownBy(statement::executeQuery).isInstanceOf(IllegalStateException.class);

        assertThat(nodes.jdbc.calls(physical))
                .filteredOn(call -> call.is("close"))
                .hasSize(1);
    }

    @Test
    void what_a_database_cannot_do_is_no_failure_of_the_node() throws Exception {
        PreparedStatement statement = connection.prepareStatement("SELECT 1");
        SQLException unsupported = new SQLException("not supported", "0A000");
        nodes.jdbc.failing("executeQuery", unsupported).answering("isClosed", true);

        assertThatThrownBy(statement::executeQuery).isSameAs(unsupported);
        nodes.jdbc.heal();
        nodes.jdbc.answering("isClosed", false);

        assertThat(nodes.router.stats().retriedReads()).isZero();
        assertThat(connection.prepareStatement("SELECT 1").executeQuery().next())
                .isTrue();
    }

    @Test
    void an_error_of_a_commit_leaves_its_outcome_unknown() throws Exception {
        RoutedConnection writing = nodes.writing();
        writing.setAutoCommit(false);
        try (Statement statement = writing.createStatement()) {
            statement.executeUpdate("UPDATE");
        }
        nodes.jdbc.failing("commit", new LinkageError("planted"));

        assertThatThrownBy(writing::commit).isInstanceOf(CommitOutcomeUnknownException.class);
    }
}
