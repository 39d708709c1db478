package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method of every interface, whatever the JDK has added to them. */
final class JdbcProxyTest {
    private static final Set<Class<?>> INTERFACES = Set.of(
            Connection.class,
            Statement.class,
            PreparedStatement.class,
            CallableStatement.class,
            ResultSet.class,
            DatabaseMetaData.class);

    private static final Set<String> OUT_OF_BAND = Set.of("abort", "cancel");

    private final FakeDriver driver = new FakeDriver();
    private final FaultPlan plan = FaultPlan.allCalls();
    private final FaultDataSource faults = new FaultDataSource(driver.object(DataSource.class), plan);

    static Set<Class<?>> interfaces() {
        return INTERFACES;
    }

    @ParameterizedTest
    @MethodSource("interfaces")
    void every_method_is_counted_once_and_reaches_the_driver(Class<?> type) throws Exception {
        Object wrapper = wrapper(type);
        for (Method method : methods(type)) {
            int before = plan.count();
            driver.calls().clear();

            method.invoke(wrapper, arguments(method));

            assertThat(driver.calls()).as("%s", method).containsExactly(type.getSimpleName() + '.' + method.getName());
            assertThat(plan.count()).as("%s", method).isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("interfaces")
    void every_method_fails_with_what_it_declares_and_does_not_reach_the_driver(Class<?> type) throws Exception {
        Object wrapper = wrapper(type);
        plan.at(plan.count() + 1, JdbcFault.throwBefore("08006").forEver());
        for (Method method : methods(type)) {
            driver.calls().clear();

            assertThatThrownBy(() -> method.invoke(wrapper, arguments(method)))
                    .as("%s", method)
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOfAny(method.getExceptionTypes())
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("08006");
            assertThat(driver.calls()).as("%s", method).hasSize(method.getName().equals("close") ? 1 : 0);
        }
    }

    @ParameterizedTest
    @MethodSource("interfaces")
    void nothing_that_a_method_returns_is_the_drivers_own(Class<?> type) throws Exception {
        Object wrapper = wrapper(type);
        for (Method method : methods(type)) {
            Object result = method.invoke(wrapper, arguments(method));

            if (INTERFACES.contains(method.getReturnType())) {
                assertThat(result).as("%s", method).asString().startsWith("Faulty");
            }
        }
    }

    /** So arguments need not be unwrapped. Where any Object is taken (setObject), it is a value or used by its interface. */
    @ParameterizedTest
    @MethodSource("interfaces")
    void no_method_takes_what_is_wrapped(Class<?> type) {
        assertThat(type.getMethods())
                .flatExtracting(method -> List.of(method.getParameterTypes()))
                .filteredOn(parameter -> parameter != Object.class)
                .noneMatch(parameter -> INTERFACES.stream()
                        .anyMatch(
                                wrapped -> parameter.isAssignableFrom(wrapped) || wrapped.isAssignableFrom(parameter)));
    }

    @Test
    void a_method_that_declares_no_exception_is_left_alone() throws SQLException {
        DatabaseMetaData metaData = faults.getConnection().getMetaData();
        plan.at(plan.count() + 1, JdbcFault.disconnectBefore().forEver());

        assertThat(metaData.getDriverMajorVersion()).isZero();

        assertThat(plan.hasStruck()).isFalse();
    }

    /** By the shortest way a caller would get one. */
    private Object wrapper(Class<?> type) throws SQLException {
        Connection connection = faults.getConnection();
        List<Object> wrappers = List.of(
                connection,
                connection.createStatement(),
                connection.prepareStatement("select 1"),
                connection.prepareCall("call x()"),
                connection.createStatement().executeQuery("select 1"),
                connection.getMetaData());
        return wrappers.stream()
                .filter(wrapper -> wrapper.getClass().getInterfaces()[0] == type)
                .findFirst()
                .orElseThrow();
    }

    private static List<Method> methods(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Wrapper.class)
                .filter(method -> method.getExceptionTypes().length > 0)
                .filter(method -> !OUT_OF_BAND.contains(method.getName()))
                .toList();
    }

    private Object[] arguments(Method method) {
        return Arrays.stream(method.getParameterTypes()).map(driver::nothing).toArray();
    }
}
