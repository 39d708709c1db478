package dev.scalekit.routing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source on whose connections something is done wrong, or watched: around a router that is what a worse router would do, and
 * around a pool what it would do with connections of that. Not instantiable; as thread-safe as the bug.
 */
final class Meddled {
    private Meddled() {}

    /** What is done instead of what is called. */
    @FunctionalInterface
    interface Bug {
        /** A connection was taken. */
        default void taken(Meddler at) throws SQLException {}

        /** Does what is called, by {@link Meddler#go}, or something else. */
        @Nullable
        Object call(Meddler at, Call call) throws Throwable;
    }

    /** A call of JDBC, on a connection or on what that has made. */
    record Call(Object on, Method method, List<@Nullable Object> arguments) {
        boolean is(String name) {
            return method.getName().equals(name);
        }

        /** Does it on another one. */
        @Nullable
        Object to(Object other) throws Throwable {
            try {
                return method.invoke(other, arguments.toArray());
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }
    }

    /** Handles what is called on a proxy. */
    @FunctionalInterface
    interface Handler {
        @Nullable
        Object handle(Call call) throws Throwable;
    }

    static DataSource source(DataSource source, Bug bug) {
        return proxy(
                DataSource.class,
                source,
                call -> call.is("getConnection") ? Meddler.connection(source, bug) : call.to(source));
    }

    static <T> T proxy(Class<T> type, Object target, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                Meddled.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> switch (method.getName()) {
                    case "equals" -> isSame(self, arguments[0]);
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> "meddled " + target;
                    default ->
                        handler.handle(
                                new Call(target, method, arguments == null ? List.of() : Arrays.asList(arguments)));
                }));
    }

    @SuppressWarnings("ReferenceEquality") // Proxies are asked for nothing here.
    private static boolean isSame(Object self, @Nullable Object other) {
        return self == other;
    }
}
