package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLWarning;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Objects of JDBC that write down what they are asked, and answer with something of the type that is asked for: another one each
 * time, where that can be. Thread-safe as far as it is needed: calls of several threads are all written down.
 */
@SuppressWarnings("ReferenceEquality") // Proxies are asked for nothing here, equality included.
final class FakeJdbc {
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Object> answers = new HashMap<>();
    private final Map<String, Throwable> failures = new HashMap<>();
    private int made;

    /** One call, on one of the objects. */
    record Call(
            Object on,
            Method method,
            List<@Nullable Object> arguments,
            @Nullable Object answer) {
        boolean is(String name) {
            return method.getName().equals(name);
        }

        /** The answer of a call that has one. */
        Object made() {
            return requireNonNull(answer);
        }

        @Override
        public String toString() {
            return method.getName() + arguments;
        }
    }

    FakeJdbc() {
        answers.put("isClosed", false);
        answers.put("isReadOnly", false);
        answers.put("getAutoCommit", true);
        answers.put("isValid", true);
        answers.put("getNetworkTimeout", 0);
    }

    /** Answers so from now on when a method of that name is called; asks a {@code Supplier} each time. */
    FakeJdbc answering(String method, Object answer) {
        answers.put(method, answer);
        return this;
    }

    /** Fails so from now on when a method of that name is called. */
    FakeJdbc failing(String method, Throwable failure) {
        failures.put(method, failure);
        return this;
    }

    void heal() {
        failures.clear();
    }

    /** Forgets what was called. */
    void forget() {
        calls.clear();
    }

    /** What was called on one of the objects, in order. */
    List<Call> calls(Object on) {
        return calls.stream().filter(call -> call.on() == on).toList();
    }

    /** How often a method of that name was called, on whatever object. */
    long count(String method) {
        return calls.stream().filter(call -> call.is(method)).count();
    }

    <T> T make(Class<T> type) {
        int number = ++made;
        return proxy(type, (proxy, method, arguments) -> switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> number;
            case "toString" -> type.getSimpleName() + " " + number;
            default -> call(proxy, method, arguments == null ? List.of() : Arrays.asList(arguments));
        });
    }

    /** Makes an object of JDBC of which a test says itself what each call does. */
    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FakeJdbc.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private @Nullable Object call(Object on, Method method, List<@Nullable Object> arguments) throws Throwable {
        Throwable failure = failures.get(method.getName());
        Object answer = failure == null && method.getReturnType() != void.class ? answer(method, arguments) : null;
        calls.add(new Call(on, method, arguments, answer));
        if (failure != null) {
            throw failure;
        }
        return answer;
    }

    private @Nullable Object answer(Method method, List<@Nullable Object> arguments) {
        Object answer = answers.get(method.getName());
        if (answer == null) {
            return any(answerType(method, arguments));
        }
        return answer instanceof Supplier<?> supplier ? supplier.get() : answer;
    }

    private static Class<?> answerType(Method method, List<@Nullable Object> arguments) {
        boolean isGiven = method.getReturnType() == Object.class && method.getGenericReturnType() != Object.class;
        return isGiven && arguments.get(arguments.size() - 1) instanceof Class<?> type ? type : method.getReturnType();
    }

    /** Arguments for a call of that method, no two of which are the same. */
    Object[] arguments(Method method) {
        List<Object> arguments = new ArrayList<>();
        for (Class<?> type : method.getParameterTypes()) {
            arguments.add(type == Class.class ? Integer.class : any(type));
        }
        return arguments.toArray();
    }

    private Object any(Class<?> type) {
        int number = ++made;
        if (type == int.class || type == Integer.class) {
            return number;
        } else if (type == long.class) {
            return (long) number;
        } else if (type == short.class) {
            return (short) number;
        } else if (type == byte.class) {
            return (byte) number;
        } else if (type == double.class) {
            return (double) number;
        } else if (type == float.class) {
            return (float) number;
        } else if (type == boolean.class) {
            return true;
        } else if (type == String.class || type == Object.class) {
            return "text " + number;
        } else if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), 1);
            Array.set(array, 0, any(type.getComponentType()));
            return array;
        }
        return anyObject(type, number);
    }

    private Object anyObject(Class<?> type, int number) {
        if (type == BigDecimal.class) {
            return BigDecimal.valueOf(number);
        } else if (type == Date.class) {
            return new Date(number);
        } else if (type == Time.class) {
            return new Time(number);
        } else if (type == Timestamp.class) {
            return new Timestamp(number);
        } else if (type == Calendar.class) {
            return new GregorianCalendar(2000 + number, Calendar.MARCH, 1);
        } else if (type == InputStream.class) {
            return InputStream.nullInputStream();
        } else if (type == Reader.class) {
            return new StringReader("text " + number);
        } else if (type == URL.class) {
            return url(number);
        } else if (type == SQLType.class) {
            return JDBCType.valueOf(number % 2 == 0 ? "INTEGER" : "VARCHAR");
        } else if (type == SQLWarning.class) {
            return new SQLWarning("warning " + number);
        } else if (type == Map.class) {
            return Map.of("type " + number, Integer.class);
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return make(type);
    }

    private static URL url(int number) {
        try {
            return URI.create("https://localhost/" + number).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A failure of a statement: the connection is not concerned. */
    static SQLException refusal() {
        return new SQLException("there is no such column", "42703");
    }
}
