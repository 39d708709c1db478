package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a connection on which something could not be set. */
final class FailedSettingsTest {
    private final FakeNodes nodes = new FakeNodes();

    @AfterEach
    void close() {
        nodes.close();
    }

    private boolean isAborted() {
        return nodes.jdbc.calls(nodes.physical()).stream().anyMatch(call -> call.is("abort"));
    }

    @Test
    void a_setting_that_ends_in_an_error_may_be_set_and_nobody_gets_the_connection_next() throws Exception {
        Error error = new AssertionError("a driver that throws Errors");
        try (RoutedConnection connection = nodes.writing()) {
            connection.createStatement().close();
            nodes.jdbc.failing("setSchema", error);

            assertThatThrownBy(() -> connection.setSchema("tenant")).isSameAs(error);

            assertThat(isAborted()).isTrue();
        }
    }

    @Test
    void within_a_transaction_that_is_lost_with_it() throws Exception {
        try (RoutedConnection connection = nodes.writing()) {
            connection.setAutoCommit(false);
            Statement statement = connection.createStatement();
            statement.executeUpdate("UPDATE counter SET value = 1");
            nodes.jdbc.failing("setSchema", new AssertionError("a driver that throws Errors"));
            assertThatThrownBy(() -> connection.setSchema("tenant")).isInstanceOf(AssertionError.class);
            nodes.jdbc.heal();

            assertThatThrownBy(connection::commit).hasMessageContaining("roll it back first");
        }
    }

    @Test
    void a_setting_that_is_refused_is_not_set_and_costs_nothing() throws Exception {
        SQLException refusal = FakeJdbc.refusal();
        try (RoutedConnection connection = nodes.writing()) {
            connection.createStatement().close();
            nodes.jdbc.failing("setSchema", refusal);

            assertThatThrownBy(() -> connection.setSchema("tenant")).isSameAs(refusal);

            assertThat(isAborted()).isFalse();
        }
    }
}
