package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.routing.FakeJdbc.Call;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a statement is like that was made again on another connection. */
final class RebindTest {
    /** What can be read only once, or belongs to the connection that made it. */
    private static final Set<Class<?>> BOUND = Set.of(
            InputStream.class,
            Reader.class,
            Blob.class,
            Clob.class,
            NClob.class,
            Array.class,
            Ref.class,
            RowId.class,
            SQLXML.class);

    private final FakeNodes nodes = new FakeNodes();
    private final Connection other = nodes.jdbc.make(Connection.class);
    private RoutedConnection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = nodes.reading();
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private RoutedPreparedStatement prepared() throws SQLException {
        return (RoutedPreparedStatement) connection.prepareStatement("SELECT 1");
    }

    private RoutedCallableStatement callable() throws SQLException {
        return (RoutedCallableStatement) connection.prepareCall("CALL f()");
    }

    /** What was called on the statement that was made last on a connection. */
    private List<Call> callsOfLast(Connection physical) {
        Object made = nodes.jdbc.calls(physical).stream()
                .filter(call -> call.answer() instanceof Statement)
                .reduce((first, second) -> second)
                .orElseThrow()
                .made();
        return nodes.jdbc.calls(made);
    }

    private static Stream<Method> setters(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method ->
                        method.getName().startsWith("set") || method.getName().equals("closeOnCompletion"));
    }

    private static boolean isBound(Method method) {
        return Stream.of(method.getParameterTypes()).anyMatch(BOUND::contains)
                || (method.getDeclaringClass() == CallableStatement.class
                        && method.getParameterTypes()[0] == String.class);
    }

    @Test
    void every_setting_of_a_statement_is_there_again() throws Exception {
        List<Method> settings = setters(Statement.class).toList();
        for (Method setting : settings) {
            RoutedStatement statement = (RoutedStatement) connection.createStatement();
            Object[] arguments = nodes.jdbc.arguments(setting);
            setting.invoke(statement, arguments);

            statement.rebind(other);

            assertThat(callsOfLast(other)).singleElement().satisfies(call -> {
                assertThat(call.method()).isEqualTo(setting);
                assertThat(call.arguments()).containsExactly(arguments);
            });
        }
        assertThat(settings).hasSize(10);
    }

    @Test
    void every_parameter_is_there_again_or_keeps_the_statement_where_it_is() throws Exception {
        List<Method> setters = Stream.concat(setters(PreparedStatement.class), setters(CallableStatement.class))
                .toList();
        AtomicInteger bound = new AtomicInteger();
        for (Method setter : setters) {
            RoutedPreparedStatement statement = callable();
            Object[] arguments = nodes.jdbc.arguments(setter);
            setter.invoke(statement, arguments);

            if (isBound(setter)) {
                bound.incrementAndGet();
                assertThat(statement.isMovable()).as("%s", setter).isFalse();
                statement.clearParameters();
                assertThat(statement.isMovable()).as("%s", setter).isTrue();
            } else {
                assertThat(statement.isMovable()).as("%s", setter).isTrue();
                statement.rebind(other);
                assertThat(callsOfLast(other)).singleElement().satisfies(call -> {
                    assertThat(call.method()).isEqualTo(setter);
                    assertThat(call.arguments()).usingRecursiveComparison().isEqualTo(Arrays.asList(arguments));
                });
            }
        }
        assertThat(setters).hasSize(97);
        assertThat(bound).hasValue(72);
    }

    @Test
    void parameters_are_set_in_the_order_of_their_places_and_each_once() throws Exception {
        RoutedPreparedStatement statement = prepared();
        statement.setString(2, "old");
        statement.setInt(1, 1);
        statement.setString(2, "new");
        statement.setFetchSize(1);
        statement.setFetchSize(2);

        statement.rebind(other);

        assertThat(callsOfLast(other))
                .extracting(Call::toString)
                .containsExactly("setFetchSize[2]", "setInt[1, 1]", "setString[2, new]");
    }

    @Test
    void what_is_changed_after_it_was_set_is_as_it_was() throws Exception {
        Date end = new Date(1_000);
        byte[] bytes = {1};
        Timestamp time = new Timestamp(1_000);
        Calendar calendar = new GregorianCalendar(2000, Calendar.MARCH, 1);
        RoutedPreparedStatement statement = prepared();
        statement.setDate(1, end);
        statement.setBytes(2, bytes);
        statement.setTimestamp(3, time, calendar);
        statement.setObject(4, end);

        end.setTime(2_000);
        bytes[0] = 2;
        time.setTime(2_000);
        calendar.set(Calendar.YEAR, 2001);
        statement.rebind(other);

        List<Call> calls = callsOfLast(other);
        assertThat(calls.get(0).arguments()).containsExactly(1, new Date(1_000));
        assertThat((byte[]) calls.get(1).arguments().get(1)).containsExactly(1);
        assertThat(calls.get(2).arguments())
                .containsExactly(3, new Timestamp(1_000), new GregorianCalendar(2000, Calendar.MARCH, 1));
        assertThat(calls.get(3).arguments()).containsExactly(4, new Date(1_000));
    }

    @Test
    void an_object_that_somebody_may_change_keeps_the_statement_where_it_is() throws Exception {
        RoutedPreparedStatement statement = prepared();

        statement.setObject(1, new AtomicInteger());

        assertThat(statement.isMovable()).isFalse();
    }

    @Test
    void cleared_parameters_are_not_set_again() throws Exception {
        RoutedPreparedStatement statement = prepared();
        statement.setInt(1, 1);
        statement.clearParameters();

        statement.rebind(other);

        assertThat(callsOfLast(other)).isEmpty();
    }

    @Test
    void what_the_driver_has_refused_is_not_set_again() throws Exception {
        RoutedPreparedStatement statement = prepared();
        nodes.jdbc.failing("setInt", FakeJdbc.refusal());
        assertThatThrownBy(() -> statement.setInt(99, 1)).isInstanceOf(SQLException.class);
        nodes.jdbc.heal();

        statement.rebind(other);

        assertThat(callsOfLast(other)).isEmpty();
    }

    @Test
    void what_was_set_on_a_connection_that_writes_is_not_recorded() throws Exception {
        RoutedPreparedStatement statement =
                (RoutedPreparedStatement) nodes.writing().prepareStatement("SELECT 1");
        assertThat(statement.isMovable()).isTrue();

        statement.setInt(1, 1);

        assertThat(statement.isMovable()).isFalse();
    }

    @Test
    void a_batch_keeps_the_statement_where_it_is_until_it_is_executed_or_cleared() throws Exception {
        RoutedPreparedStatement statement = prepared();

        statement.addBatch();
        assertThat(statement.isMovable()).isFalse();
        statement.executeBatch();
        assertThat(statement.isMovable()).isTrue();
        statement.addBatch("SELECT 2");
        assertThat(statement.isMovable()).isFalse();
        statement.clearBatch();
        assertThat(statement.isMovable()).isTrue();
        statement.addBatch();
        statement.executeLargeBatch();
        assertThat(statement.isMovable()).isTrue();
    }

    @Test
    void an_open_result_keeps_the_statement_where_it_is() throws Exception {
        RoutedPreparedStatement statement = prepared();

        ResultSet result = statement.executeQuery();
        assertThat(statement.isMovable()).isFalse();
        nodes.jdbc.answering("isClosed", true);
        result.close();
        assertThat(statement.isMovable()).isTrue();

        nodes.jdbc.answering("isClosed", false);
        statement.getGeneratedKeys();
        assertThat(statement.isMovable()).isFalse();
    }

    @Test
    void an_out_parameter_keeps_a_call_where_it_is_for_ever() throws Exception {
        List<Method> registers = Stream.of(CallableStatement.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("registerOutParameter"))
                .toList();
        for (Method register : registers) {
            RoutedCallableStatement statement = callable();

            register.invoke(statement, nodes.jdbc.arguments(register));
            statement.clearParameters();

            assertThat(statement.isMovable()).as("%s", register).isFalse();
        }
        assertThat(registers).hasSize(12);
    }

    @Test
    void whoever_has_the_statement_of_the_driver_may_set_what_nobody_records() throws Exception {
        RoutedPreparedStatement statement = prepared();
        assertThat(statement.unwrap(PreparedStatement.class)).isSameAs(statement);
        assertThat(statement.isMovable()).isTrue();

        statement.unwrap(Integer.class);

        assertThat(statement.isMovable()).isFalse();
    }

    @Test
    void the_one_that_was_left_is_closed_and_not_used_any_more() throws Exception {
        RoutedPreparedStatement statement = prepared();
        List<Call> left = callsOfLast(nodes.physical());

        statement.rebind(other);
        statement.executeQuery();
        statement.setInt(1, 1);
        statement.cancel();

        assertThat(callsOfLast(nodes.physical())).extracting(Call::toString).containsExactly("close[]");
        assertThat(callsOfLast(other)).extracting(Call::toString).contains("setInt[1, 1]", "cancel[]");
        assertThat(left).isEmpty();
    }

    @Test
    void one_that_cannot_be_closed_is_left_all_the_same() throws Exception {
        RoutedPreparedStatement statement = prepared();
        nodes.jdbc.failing("close", new AssertionError("a driver that throws Errors"));

        statement.rebind(other);
        nodes.jdbc.heal();
        statement.setInt(1, 1);

        assertThat(callsOfLast(other)).hasSize(1);
    }

    @Test
    void a_failure_to_make_it_again_leaves_all_as_it_was() throws Exception {
        RoutedPreparedStatement statement = prepared();
        statement.setInt(1, 1);
        nodes.jdbc.failing("setInt", new SQLException("the connection is lost", "08006"));

        assertThatThrownBy(() -> statement.rebind(other)).isInstanceOf(SQLException.class);
        nodes.jdbc.heal();
        statement.setString(2, "x");

        assertThat(callsOfLast(other)).extracting(Call::toString).containsExactly("setInt[1, 1]", "close[]");
        assertThat(callsOfLast(nodes.physical())).extracting(Call::toString).endsWith("setString[2, x]");
    }
}
