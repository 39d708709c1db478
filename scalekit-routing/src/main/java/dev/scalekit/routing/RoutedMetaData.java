package dev.scalekit.routing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a database says of itself, by whatever node the connection has at that moment: what is kept over a change of the node must not
 * ask a connection that is somebody else's by now. A proxy, as nobody asks often. Not thread-safe.
 */
final class RoutedMetaData implements InvocationHandler {
    private final RoutedConnection connection;
    private final Source source;

    /** The one of the physical connection, which is acquired if there is none. */
    @FunctionalInterface
    interface Source {
        DatabaseMetaData get() throws SQLException;
    }

    private RoutedMetaData(RoutedConnection connection, Source source) {
        this.connection = connection;
        this.source = source;
    }

    static DatabaseMetaData of(RoutedConnection connection, Source source) {
        return (DatabaseMetaData) Proxy.newProxyInstance(
                RoutedMetaData.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                new RoutedMetaData(connection, source));
    }

    @SuppressWarnings("ReferenceEquality") // A proxy is equal to itself only; it would be asked for that again.
    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Object first = arguments == null ? null : arguments[0];
        return switch (method.getName()) {
            case "getConnection" -> connection;
            case "equals" -> proxy == first;
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "RoutedMetaData[" + connection + "]";
            case "unwrap" -> isOwn(proxy, first) ? proxy : ask(method, arguments);
            case "isWrapperFor" -> isOwn(proxy, first) || Boolean.TRUE.equals(ask(method, arguments));
            default -> ask(method, arguments);
        };
    }

    private static boolean isOwn(Object proxy, @Nullable Object type) {
        return type instanceof Class<?> wanted && wanted.isInstance(proxy);
    }

    private @Nullable Object ask(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        DatabaseMetaData current = source.get();
        int generation = connection.generation();
        try {
            Object answer = method.invoke(current, arguments);
            return connection.value(generation, answer);
        } catch (InvocationTargetException e) {
            Throwable failure = e.getTargetException();
            throw failure instanceof SQLException sql ? connection.noted(generation, sql) : failure;
        }
    }
}
