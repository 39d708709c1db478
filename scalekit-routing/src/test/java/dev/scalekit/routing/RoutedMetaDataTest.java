package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.routing.Delegation.Wrapped;
import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a database says of itself, through a connection that may go to another node. */
final class RoutedMetaDataTest {
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

    @Test
    void each_method_is_handed_on() throws Exception {
        Delegation delegation = new Delegation(DatabaseMetaData.class, nodes.jdbc, () -> {
            DatabaseMetaData driver = nodes.jdbc.make(DatabaseMetaData.class);
            nodes.jdbc.answering("getMetaData", driver);
            return new Wrapped(connection.getMetaData(), driver);
        });

        assertThat(delegation.violations()).isEmpty();
        assertThat(delegation.methods()).hasSizeGreaterThan(170);
    }

    @Test
    void all_lead_back_to_the_connection_that_the_application_has() throws Exception {
        DatabaseMetaData catalogue = connection.getMetaData();

        ResultSet tables = catalogue.getTables(null, null, "%", null);
        Statement statement = tables.getStatement();

        assertThat(catalogue.getConnection()).isSameAs(connection);
        assertThat(statement.getConnection()).isSameAs(connection);
        assertThat(tables.getStatement()).isSameAs(statement);
        assertThat(catalogue.unwrap(DatabaseMetaData.class)).isSameAs(catalogue);
        assertThat(catalogue.isWrapperFor(DatabaseMetaData.class)).isTrue();
        assertThat(catalogue.unwrap(Integer.class)).isInstanceOf(Integer.class);
        assertThat(List.of(catalogue)).contains(catalogue).doesNotContain(connection.getMetaData());
        assertThat(Set.of(catalogue)).contains(catalogue);
    }

    @Test
    void a_result_without_a_statement_has_none() throws Exception {
        Supplier<@Nullable Object> nothing = () -> null;
        nodes.jdbc.answering("getStatement", nothing);

        assertThat(connection.getMetaData().getCatalogs().getStatement()).isNull();
    }

    @Test
    void after_a_change_of_the_node_the_new_one_is_asked() throws Exception {
        DatabaseMetaData catalogue = connection.getMetaData();
        Object before = nodes.physical();

        connection.setReadOnly(false);
        catalogue.getURL();

        assertThat(nodes.physical()).isNotSameAs(before);
        assertThat(nodes.jdbc.calls(before)).noneMatch(call -> call.is("getURL"));
        assertThat(nodes.jdbc.calls(nodes.physical())).anyMatch(call -> call.is("getMetaData"));
    }

    @Test
    void a_cursor_is_a_result_of_the_connection_that_the_application_has() throws Exception {
        nodes.jdbc.answering("getObject", (Supplier<Object>) () -> nodes.jdbc.make(ResultSet.class));
        CallableStatement call = connection.prepareCall("{? = call f()}");

        List<Object> cursors = new ArrayList<>(List.of(
                call.getObject(1),
                call.getObject("cursor"),
                call.getObject(1, Map.of()),
                call.getObject("c", Map.of()),
                call.getObject(1, ResultSet.class),
                call.getObject("c", ResultSet.class),
                call.getObject(1, Object.class)));
        ResultSet rows = call.executeQuery();
        cursors.addAll(List.of(
                rows.getObject(1),
                rows.getObject("cursor"),
                rows.getObject(1, Map.of()),
                rows.getObject("c", Map.of()),
                rows.getObject(1, ResultSet.class),
                rows.getObject("c", ResultSet.class),
                rows.getObject(1, Object.class)));

        for (Object cursor : cursors) {
            assertThat(((ResultSet) cursor).getStatement().getConnection()).isSameAs(connection);
        }
        assertThat(cursors).hasSize(14).doesNotHaveDuplicates();
    }

    @Test
    void it_ends_with_its_connection() throws Exception {
        DatabaseMetaData catalogue = connection.getMetaData();
        ResultSet tables = catalogue.getTables(null, null, "%", null);

        connection.close();

        assertThatThrownBy(catalogue::getURL)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
        assertThat(catalogue.getConnection().isClosed()).isTrue();
        assertThat(tables.getStatement().getConnection()).isSameAs(connection);
    }
}
