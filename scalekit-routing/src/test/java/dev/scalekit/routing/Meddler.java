package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import dev.scalekit.routing.Meddled.Bug;
import dev.scalekit.routing.Meddled.Call;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link Meddled} source, and what a bug may do with it: all that was prepared on it may be done once more, on
 * other connections too, which are closed with it. Objects of JDBC equal only themselves here. For one thread at a time, but for
 * {@code abort}.
 */
final class Meddler {
    private static final List<Class<?>> TYPES =
            List.of(CallableStatement.class, PreparedStatement.class, Statement.class, ResultSet.class);

    /** What a bug has to remember of the connection. */
    final Set<String> notes = ConcurrentHashMap.newKeySet();

    private final DataSource source;
    private final Connection connection;
    private final Bug bug;
    private final Connection proxy;
    private final List<Connection> others = new ArrayList<>();

    /** Of each object that others are used instead of. */
    private final Map<Object, Object> instead = new HashMap<>();

    /** How each statement was made, and what was set on it. */
    private final Map<Object, List<Call>> made = new HashMap<>();

    private final Map<Object, Object> statementOf = new HashMap<>();
    private final List<Object> updates = new ArrayList<>();

    private Meddler(DataSource source, Connection connection, Bug bug) {
        this.source = source;
        this.connection = connection;
        this.bug = bug;
        this.proxy = Meddled.proxy(Connection.class, connection, this::handle);
    }

    static Connection connection(DataSource source, Bug bug) throws SQLException {
        Meddler meddler = new Meddler(source, source.getConnection(), bug);
        bug.taken(meddler);
        return meddler.proxy;
    }

    Connection connection() {
        return connection;
    }

    /** Tells whether it is the connection on which something is called, and not what it has made. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOnConnection(Call call) {
        return call.on() == connection;
    }

    private @Nullable Object handle(Call call) throws Throwable {
        return wrapped(bug.call(this, call));
    }

    private @Nullable Object wrapped(@Nullable Object answer) {
        if (answer instanceof Connection) {
            return proxy;
        }
        for (Class<?> type : TYPES) {
            if (type.isInstance(answer)) {
                return Meddled.proxy(type, requireNonNull(answer), this::handle);
            }
        }
        return answer;
    }

    /** Does what is called as it should be done. */
    @Nullable
    Object go(Call call) throws Throwable {
        if (isOnConnection(call) && call.is("close")) {
            for (Connection other : others) {
                other.close();
            }
            return call.to(connection);
        }
        Object answer = call.to(instead.getOrDefault(call.on(), call.on()));
        if (answer instanceof PreparedStatement) {
            made.put(answer, new ArrayList<>(List.of(call)));
        } else if (call.is("executeUpdate")) {
            updates.add(call.on());
        } else if (answer instanceof ResultSet) {
            statementOf.put(answer, call.on());
        } else if (call.method().getName().startsWith("set") && made.containsKey(call.on())) {
            requireNonNull(made.get(call.on())).add(call);
        }
        return answer;
    }

    /** Takes a connection more. */
    Connection other(boolean autoCommit) throws SQLException {
        return other(source, autoCommit);
    }

    /** Takes one of elsewhere. */
    Connection other(DataSource elsewhere, boolean autoCommit) throws SQLException {
        Connection other = elsewhere.getConnection();
        others.add(other);
        other.setAutoCommit(autoCommit);
        return other;
    }

    /** Uses another object from now on. */
    void use(Object other, Object insteadOf) {
        instead.put(insteadOf, other);
    }

    /** Makes the same statement on another connection. */
    PreparedStatement again(Object statement, Connection on) throws Throwable {
        List<Call> calls = requireNonNull(made.get(statement));
        Object again = requireNonNull(calls.get(0).to(on));
        for (Call setting : calls.subList(1, calls.size())) {
            setting.to(again);
        }
        return (PreparedStatement) again;
    }

    /** Executes on another connection what has written. */
    void writeAgain(Connection on) throws Throwable {
        for (Object update : updates) {
            again(update, on).executeUpdate();
        }
    }

    /** Returns the statement that a result is of. */
    Object statementOf(Object result) {
        return requireNonNull(statementOf.get(result));
    }
}
