package dev.scalekit.routing;

import dev.scalekit.routing.FakeJdbc.Call;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls each method of an interface of JDBC on what wraps one, and tells which of them do something else than to call the same on
 * what is wrapped, once, with the same arguments, and to return or throw the same. Not thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // The very same object is to be handed on.
final class Delegation {
    /** What a wrapper answers by itself, each with its own test. */
    private static final Set<String> OWN = Set.of("getConnection", "getStatement", "unwrap", "isWrapperFor");

    private final FakeJdbc fake;
    private final Wrapping wrapping;
    private final Class<?> type;

    /** Makes a wrapper that was not used yet, and what it wraps. */
    @FunctionalInterface
    interface Wrapping {
        Wrapped make() throws SQLException;
    }

    record Wrapped(Object wrapper, Object target) {}

    Delegation(Class<?> type, FakeJdbc fake, Wrapping wrapping) {
        this.type = type;
        this.fake = fake;
        this.wrapping = wrapping;
    }

    /** The methods that are looked at. */
    List<Method> methods() {
        return Stream.of(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !OWN.contains(method.getName()))
                .sorted(Comparator.comparing(Method::getName)
                        .thenComparing(method -> Arrays.toString(method.getParameterTypes())))
                .toList();
    }

    /** Those that do something else, and what. */
    List<String> violations() throws Exception {
        List<String> violations = new ArrayList<>();
        for (Method method : methods()) {
            String returned = onSuccess(method);
            // The two that declare none are the versions of the driver.
            String thrown = method.getExceptionTypes().length == 0 ? "" : onFailure(method, FakeJdbc.refusal());
            String error = onFailure(method, new AssertionError("a driver that throws Errors"));
            Stream.of(returned, thrown, error)
                    .filter(violation -> !violation.isEmpty())
                    .map(violation -> nameOf(method) + " " + violation)
                    .findFirst()
                    .ifPresent(violations::add);
        }
        return violations;
    }

    static String nameOf(Method method) {
        List<String> types =
                Stream.of(method.getParameterTypes()).map(Class::getSimpleName).toList();
        return method.getName() + "(" + String.join(", ", types) + ")";
    }

    private String onSuccess(Method method) throws Exception {
        Wrapped wrapped = wrapping.make();
        Object[] arguments = fake.arguments(method);
        fake.forget();

        @Nullable Object returned;
        try {
            returned = method.invoke(wrapped.wrapper(), arguments);
        } catch (InvocationTargetException e) {
            return "throws " + e.getTargetException();
        }

        List<Call> calls = fake.calls(wrapped.target());
        String reached = reached(method, arguments, calls);
        if (!reached.isEmpty()) {
            return reached;
        }
        Object answer = calls.get(0).answer();
        return isSame(returned, answer) ? "" : "returns " + returned + " for " + answer;
    }

    private static boolean isSame(@Nullable Object returned, @Nullable Object answer) {
        if (answer instanceof ResultSet result) {
            return returned instanceof RoutedResultSet routed && routed.isOf(result);
        }
        boolean isBoxed = answer instanceof Number || answer instanceof Boolean;
        return returned == answer || (isBoxed && Objects.equals(answer, returned));
    }

    private static String reached(Method method, Object[] arguments, List<Call> calls) {
        if (calls.size() != 1) {
            return "calls " + calls;
        }
        Call call = calls.get(0);
        if (!call.is(method.getName())
                || !Arrays.equals(call.method().getParameterTypes(), method.getParameterTypes())) {
            return "calls " + nameOf(call.method());
        }
        for (int i = 0; i < arguments.length; i++) {
            Object argument = call.arguments().get(i);
            if (!isSame(argument, arguments[i])) {
                return "calls " + call + " instead of " + Arrays.toString(arguments);
            }
        }
        return "";
    }

    private String onFailure(Method method, Throwable failure) throws Exception {
        Wrapped wrapped = wrapping.make();
        Object[] arguments = fake.arguments(method);
        fake.forget();
        fake.failing(method.getName(), failure);
        try {
            method.invoke(wrapped.wrapper(), arguments);
            return "does not throw";
        } catch (InvocationTargetException e) {
            if (e.getTargetException() != failure) {
                return "throws " + e.getTargetException() + " for " + failure;
            }
        } finally {
            fake.heal();
        }
        String reached = reached(method, arguments, fake.calls(wrapped.target()));
        return reached.isEmpty() ? "" : reached + " when that fails";
    }
}
