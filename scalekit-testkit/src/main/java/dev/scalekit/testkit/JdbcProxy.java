package dev.scalekit.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stands before one object of the driver: every call on it passes the {@link FaultPlan}, and what comes back is wrapped
 * in its turn, so that nothing of the driver gets past the plan. Thread-safe as far as the driver's object is.
 */
final class JdbcProxy implements InvocationHandler {
    /** What is wrapped, and as what: the first that fits. */
    private static final List<Class<?>> TYPES = List.of(
            CallableStatement.class, PreparedStatement.class, Statement.class, ResultSet.class, DatabaseMetaData.class);

    private final Class<?> type;
    private final Object target;
    private final FaultDataSource source;
    /** Null for the data source itself. */
    private final @Nullable TrackedConnection connection;
    /** The statement that a result came from, as callers see it. */
    private final @Nullable Object statement;

    private final String sql;
    private final Object proxy;

    private JdbcProxy(Class<?> type, Object target, FaultDataSource source, @Nullable TrackedConnection connection) {
        this.type = type;
        this.target = target;
        this.source = source;
        this.connection = connection;
        this.statement = null;
        this.sql = "";
        this.proxy = instance();
    }

    private JdbcProxy(Class<?> type, Object target, JdbcProxy parent, String sql) {
        this.type = type;
        this.target = target;
        this.source = parent.source;
        this.connection = parent.connection;
        this.statement = parent.statement();
        this.sql = sql;
        this.proxy = instance();
    }

    static DataSource of(DataSource target, FaultDataSource source) {
        return (DataSource) new JdbcProxy(DataSource.class, target, source, null).proxy;
    }

    static Connection of(Connection target, FaultDataSource source, TrackedConnection connection) {
        return (Connection) new JdbcProxy(Connection.class, target, source, connection).proxy;
    }

    private Object instance() {
        return Proxy.newProxyInstance(JdbcProxy.class.getClassLoader(), new Class<?>[] {type}, this);
    }

    Class<?> type() {
        return type;
    }

    Object target() {
        return target;
    }

    FaultDataSource source() {
        return source;
    }

    @Nullable
    TrackedConnection connection() {
        return connection;
    }

    /** The statement that is at work while a call on this object is, as callers see it. */
    @Nullable
    Object statement() {
        return target instanceof Statement ? proxy : statement;
    }

    String sql() {
        return sql;
    }

    String place() {
        return connection == null ? "" : " on connection " + connection.number();
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] given) throws Throwable {
        List<@Nullable Object> arguments = given == null ? List.of() : Arrays.asList(given);
        if (method.getDeclaringClass() == Object.class) {
            return identity(method, arguments);
        }
        JdbcCall call = new JdbcCall(this, method, arguments);
        if (method.getDeclaringClass() == Wrapper.class) {
            return wrapper(call);
        }
        if (!call.mayFail()) {
            return call.perform();
        }
        if (connection == null) {
            return wrapped(call, source.plan().pass(call));
        }
        return connection.isDead() ? onDeadConnection(call) : onConnection(call, connection);
    }

    /** The driver's objects are not asked: two wrappers are equal if they are one, and their text would hold values. */
    private Object identity(Method method, List<@Nullable Object> arguments) {
        return switch (method.getName()) {
            case "equals" -> isProxy(arguments.get(0));
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "Faulty" + type.getSimpleName() + place();
        };
    }

    @SuppressWarnings("ReferenceEquality") // Identity is meant: equals would come back here.
    private boolean isProxy(@Nullable Object other) {
        return proxy == other;
    }

    private @Nullable Object wrapper(JdbcCall call) throws Throwable {
        boolean fits = call.arguments().get(0) instanceof Class<?> wanted && wanted.isInstance(proxy);
        if (!fits) {
            return call.perform();
        }
        return call.is("unwrap") ? proxy : true;
    }

    private @Nullable Object onConnection(JdbcCall call, TrackedConnection on) throws Throwable {
        if (call.is("abort")) {
            on.die();
            return null;
        }
        if (call.is("cancel")) {
            return source.plan().hanging().end(hanging -> isProxy(hanging.statement()), HangingCall.End.CANCELLED)
                    ? null
                    : call.perform();
        }
        boolean closing = type == Connection.class && call.is("close");
        if (closing) {
            on.breakHangingCalls();
        }
        try {
            return wrapped(call, source.plan().pass(call));
        } finally {
            if (closing) {
                on.closed();
            }
        }
    }

    private static @Nullable Object onDeadConnection(JdbcCall call) throws Throwable {
        return switch (call.method().getName()) {
            case "close", "abort", "cancel" -> null;
            case "isClosed" -> true;
            case "isValid" -> false;
            default -> throw call.failure("the connection is dead", JdbcFault.CONNECTION_FAILURE);
        };
    }

    private @Nullable Object wrapped(JdbcCall call, @Nullable Object value) {
        if (value instanceof Connection opened) {
            return connection == null ? source.track(opened) : connection.proxy();
        }
        if (value instanceof Statement && call.is("getStatement") && statement != null) {
            return statement;
        }
        for (Class<?> wanted : TYPES) {
            if (wanted.isInstance(value)) {
                return new JdbcProxy(wanted, value, this, call.sql()).proxy;
            }
        }
        return value;
    }
}
