package dev.scalekit.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One call that is about to cross to the driver. No method takes what is wrapped, so the arguments go as they are. */
record JdbcCall(JdbcProxy receiver, Method method, List<@Nullable Object> arguments) {
    private static final int SHOWN_SQL = 80;
    private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Makes the call and throws what the driver throws, as it is. */
    @Nullable
    Object perform() throws Throwable {
        try {
            return method.invoke(receiver.target(), arguments.toArray());
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    boolean is(String name) {
        return method.getName().equals(name);
    }

    boolean startsWith(String prefix) {
        return method.getName().startsWith(prefix);
    }

    /** False for the two methods of java.sql that declare no exception: the versions of the driver. */
    boolean mayFail() {
        return method.getExceptionTypes().length > 0;
    }

    /** Whether the call gives something back, so that it is to be made even if it is to fail. */
    boolean releases() {
        return is("close");
    }

    /** Whether the result is new, and lost to everybody if the caller does not get it. */
    boolean opens() {
        return is("getConnection") ? receiver.type() == DataSource.class : !is("getStatement");
    }

    /** The seconds after which the driver gives this call up, or 0. */
    int timeoutSeconds() throws SQLException {
        if (is("isValid") && arguments.get(0) instanceof Integer seconds) {
            return seconds;
        }
        if (receiver.target() instanceof Statement statement && startsWith("execute")) {
            return statement.getQueryTimeout();
        }
        return receiver.target() instanceof DataSource source ? source.getLoginTimeout() : 0;
    }

    /**
     * An exception that the method may throw. A plain one, as PostgreSQL's driver throws: code that goes by its class
     * and not by its state is to be found out.
     */
    SQLException failure(String reason, String sqlState) {
        String message = injected(reason);
        return method.getExceptionTypes()[0] == SQLClientInfoException.class
                ? new SQLClientInfoException(message, sqlState, Map.of())
                : new SQLException(message, sqlState);
    }

    /** Not one of those that a test throws itself. */
    LinkageError error(String reason) {
        return new LinkageError(injected(reason));
    }

    private String injected(String reason) {
        return "Injected: " + reason + ", at " + this;
    }

    /** The SQL of this call or of the statement it is made on; empty if there is none. */
    String sql() {
        boolean takesSql = startsWith("execute") || startsWith("prepare") || is("addBatch");
        return takesSql && !arguments.isEmpty() && arguments.get(0) instanceof String text ? text : receiver.sql();
    }

    /**
     * For example {@code PreparedStatement.executeUpdate on connection 2: update account set …}. Bound values are never
     * in it, and literals in the SQL are left out.
     */
    @Override
    public String toString() {
        String name = receiver.type().getSimpleName() + '.' + method.getName() + receiver.place();
        String sql =
                LITERAL.matcher(BLANKS.matcher(sql().strip()).replaceAll(" ")).replaceAll("'…'");
        String shown = sql.length() > SHOWN_SQL ? sql.substring(0, SHOWN_SQL) + '…' : sql;
        return shown.isEmpty() ? name : name + ": " + shown;
    }
}
