package dev.scalekit.testkit;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * What befalls a JDBC call that a {@link FaultPlan} hits.
 *
 * <p><em>Before</em> means that the driver never saw the call: nothing was executed. <em>After</em> means that the
 * driver executed it and only the answer was lost: the caller gets an exception for something that happened, an unknown
 * outcome. What such a call had opened (a connection, a statement, a result) is closed, as the caller never gets it.
 *
 * <p>Calls that release something ({@code close}) are always executed, whatever the fault: a connection that fails to
 * close is closed.
 *
 * <p>Immutable.
 */
public final class JdbcFault {
    /** SQLState of a connection that broke: "connection failure", class 08 of ISO/IEC 9075-2 (SQL/Foundation). */
    static final String CONNECTION_FAILURE = "08006";

    private static final Pattern SQL_STATE = Pattern.compile("[0-9A-Z]{5}");

    private final Effect effect;
    private final Moment moment;
    private final String sqlState;
    private final boolean lasting;

    private JdbcFault(Effect effect, Moment moment, String sqlState, boolean lasting) {
        this.effect = effect;
        this.moment = moment;
        this.sqlState = sqlState;
        this.lasting = lasting;
    }

    enum Effect {
        THROW,
        ERROR,
        HANG,
        DISCONNECT
    }

    enum Moment {
        BEFORE,
        AFTER
    }

    /**
     * The call throws without having been executed; the connection stays usable.
     *
     * @param sqlState five digits or capital letters
     * @throws IllegalArgumentException if {@code sqlState} has another form
     */
    public static JdbcFault throwBefore(String sqlState) {
        return new JdbcFault(Effect.THROW, Moment.BEFORE, requireState(sqlState), false);
    }

    /**
     * The call is executed and then throws; the connection stays usable.
     *
     * @param sqlState five digits or capital letters
     * @throws IllegalArgumentException if {@code sqlState} has another form
     */
    public static JdbcFault throwAfter(String sqlState) {
        return new JdbcFault(Effect.THROW, Moment.AFTER, requireState(sqlState), false);
    }

    /**
     * The call throws a {@code LinkageError} without having been executed, as a driver does that finds one of its classes
     * missing; the connection stays usable. To find out whoever cleans up after exceptions only.
     */
    public static JdbcFault errorBefore() {
        return new JdbcFault(Effect.ERROR, Moment.BEFORE, CONNECTION_FAILURE, false);
    }

    /** As {@link #errorBefore()}, but the call is executed, and then throws. */
    public static JdbcFault errorAfter() {
        return new JdbcFault(Effect.ERROR, Moment.AFTER, CONNECTION_FAILURE, false);
    }

    /** The call waits, not executed, until one of the ways out that {@link FaultPlan} lists. */
    public static JdbcFault hangBefore() {
        return new JdbcFault(Effect.HANG, Moment.BEFORE, CONNECTION_FAILURE, false);
    }

    /** The call is executed and then waits, as if the answer were lost, until one of the ways out. */
    public static JdbcFault hangAfter() {
        return new JdbcFault(Effect.HANG, Moment.AFTER, CONNECTION_FAILURE, false);
    }

    /**
     * The server of this connection dies before it executes the call: the call and every later one on the connection
     * throws 08006, {@code isValid} is false, {@code isClosed} is true. The wrapped connection is aborted and closed,
     * so that the database rolls back. Hitting {@code getConnection} throws 08001 (unable to establish).
     */
    public static JdbcFault disconnectBefore() {
        return new JdbcFault(Effect.DISCONNECT, Moment.BEFORE, CONNECTION_FAILURE, false);
    }

    /** As {@link #disconnectBefore()}, but the server executes the call before it dies. */
    public static JdbcFault disconnectAfter() {
        return new JdbcFault(Effect.DISCONNECT, Moment.AFTER, CONNECTION_FAILURE, false);
    }

    /** This fault for the planned call and every counted call after it, until {@link FaultPlan#heal()}. */
    public JdbcFault forEver() {
        return new JdbcFault(effect, moment, sqlState, true);
    }

    Effect effect() {
        return effect;
    }

    boolean strikesAfter() {
        return moment == Moment.AFTER;
    }

    String sqlState() {
        return sqlState;
    }

    boolean isLasting() {
        return lasting;
    }

    /** For example {@code throw 08006 after executing, for ever}. */
    @Override
    public String toString() {
        String what = switch (effect) {
            case THROW -> "throw " + sqlState;
            case ERROR -> "throw an Error";
            case HANG -> "hang";
            case DISCONNECT -> "disconnect";
        };
        return what + (strikesAfter() ? " after" : " before") + " executing" + (lasting ? ", for ever" : "");
    }

    private static String requireState(String sqlState) {
        requireNonNull(sqlState, "sqlState");
        if (!SQL_STATE.matcher(sqlState).matches()) {
            throw new IllegalArgumentException(
                    "sqlState must be five digits or capital letters, was '" + sqlState + "'");
        }
        return sqlState;
    }
}
