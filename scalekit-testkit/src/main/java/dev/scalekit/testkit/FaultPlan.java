package dev.scalekit.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts the JDBC calls that go through the {@link FaultDataSource}s of this plan, as one sequence that begins at 1, and
 * lets a {@link JdbcFault} befall the planned one.
 *
 * <p>Never counted and never hit are: the methods of {@code Object} and {@code Wrapper}, and the version of the driver, which
 * is asked without an exception; {@code abort} and
 * {@code cancel}, which other threads call at moments that a count must not depend on; calls on a connection that a
 * fault has killed, as they do not get to the driver; and the settings of a data source.
 *
 * <p>A call that hangs comes back in one of these ways, and in no other:
 * <ul>
 *   <li>{@link #heal()}: it goes on and returns what it returns;
 *   <li>{@code Statement.cancel} on its statement: it throws 57014, the connection stays usable;
 *   <li>the query timeout of its statement: it throws an {@code SQLTimeoutException} with 57014, the connection stays
 *       usable;
 *   <li>{@code abort} or {@code close} of its connection, a network timeout that was set through the connection, or
 *       {@link FaultDataSource#close()}: it throws 08006, the connection is dead;
 *   <li>the login timeout of the data source or its {@code close}, if it was {@code getConnection}: it throws 08001;
 *   <li>the timeout of {@code isValid}: it returns false, the connection is dead.
 * </ul>
 * An interrupt is no way out: a JDBC driver that reads from a blocking socket does not notice one either. The interrupt
 * flag is set when the call comes back.
 *
 * <p>Thread-safe. Calls of several threads are counted in the order in which they arrive.
 */
public final class FaultPlan {
    private static final int REMEMBERED_CALLS = 1_000;

    private final Predicate<JdbcCall> counted;
    private final HangingCalls hanging = new HangingCalls();
    private final ReentrantLock lock = new ReentrantLock();

    // All written under the lock, which is never held during a call to the driver nor while a call hangs.
    private final Deque<String> calls = new ArrayDeque<>();
    private int count;
    private int connections;
    private int limit = Integer.MAX_VALUE;
    private int plannedCall;
    private volatile @Nullable JdbcFault planned;
    private @Nullable String struck;
    private @Nullable String over;

    private FaultPlan(Predicate<JdbcCall> counted) {
        this.counted = counted;
    }

    /** A plan that counts every call, down to the last getter of a result. */
    public static FaultPlan allCalls() {
        return new FaultPlan(call -> true);
    }

    /**
     * A plan that counts the calls for which a driver may have to ask the server: {@code getConnection}; every
     * {@code execute*}; {@code commit}, {@code rollback} and savepoints; {@code setAutoCommit} if it changes anything;
     * {@code isValid}; the other settings of a session; {@code close} of an open connection; updates through a result;
     * and the queries of {@code DatabaseMetaData}. It does not count {@code ResultSet.next}, although a driver that
     * fetches in portions asks the server there, nor preparing a statement.
     */
    public static FaultPlan roundTrips() {
        return new FaultPlan(RoundTrips::contain);
    }

    /**
     * Plans {@code fault} for a call, in place of what was planned.
     *
     * @param call the number of the call, counted since the plan was made; greater than {@link #count()}
     * @throws IllegalArgumentException if that call was already made
     */
    public void at(int call, JdbcFault fault) {
        requireNonNull(fault, "fault");
        lock.lock();
        try {
            if (call <= count) {
                throw new IllegalArgumentException(
                        "call must be greater than the " + count + " that were already made, was " + call);
            }
            plannedCall = call;
            planned = fault;
            struck = null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the planned fault: what hangs goes on, later calls are not hit. Connections that died stay dead. */
    public void heal() {
        lock.lock();
        try {
            planned = null;
        } finally {
            lock.unlock();
        }
        hanging.end(call -> true, HangingCall.End.HEALED);
    }

    /** How many calls were counted. */
    public int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What was called, oldest first, at most the newest 1,000: for example
     * {@code 3 PreparedStatement.executeUpdate on connection 1: update account set …}. The SQL is cut short and without
     * literals; bound values are never in it.
     */
    public List<String> calls() {
        lock.lock();
        try {
            return List.copyOf(calls);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the fault that was planned last has hit a call. */
    public boolean hasStruck() {
        return struck() != null;
    }

    /** The call that was hit first, as {@link #calls()} has it. */
    @Nullable
    String struck() {
        lock.lock();
        try {
            return struck;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until at least one call hangs.
     *
     * @param patience how long to wait at most
     * @throws AssertionError if none hangs by then
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public void awaitHanging(Duration patience) throws InterruptedException {
        hanging.awaitAny(requireNonNull(patience, "patience"));
    }

    /** Connections are numbered over all data sources of the plan. */
    int nextConnection() {
        lock.lock();
        try {
            return ++connections;
        } finally {
            lock.unlock();
        }
    }

    HangingCalls hanging() {
        return hanging;
    }

    /** Whether {@code fault} is still to befall calls; a call that is about to hang asks, as it may just be healed. */
    boolean isInForce(JdbcFault fault) {
        return planned == fault;
    }

    /** Lets later calls fail loudly, as a scenario that tries again for ever would never end. */
    void limit(int calls) {
        lock.lock();
        try {
            limit = calls;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a run that hangs: what hangs fails as if its connection broke, and so does every later call, loudly. */
    void giveUp(String reason) {
        lock.lock();
        try {
            over = reason;
            planned = null;
        } finally {
            lock.unlock();
        }
        hanging.end(call -> true, HangingCall.End.BROKEN);
    }

    /** Counts the call and makes it, with the fault if it is the planned one. */
    @Nullable
    Object pass(JdbcCall call) throws Throwable {
        JdbcFault fault = counted.test(call) ? count(call) : null;
        Object result = fault == null ? call.perform() : new FaultedCall(call, fault, this).run();
        TrackedConnection connection = call.receiver().connection();
        if (connection != null
                && call.is("setNetworkTimeout")
                && call.arguments().get(1) instanceof Integer millis) {
            connection.networkTimeoutMillis(millis);
        }
        return result;
    }

    private @Nullable JdbcFault count(JdbcCall call) {
        lock.lock();
        try {
            if (over != null) {
                throw new IllegalStateException(over + ", and yet calls " + call);
            }
            count++;
            if (count > limit) {
                throw new IllegalStateException(
                        "More than " + limit + " calls in one run: a loop without an end? The last was " + call);
            }
            String description = count + " " + call;
            if (calls.size() == REMEMBERED_CALLS) {
                calls.removeFirst();
            }
            calls.addLast(description);
            JdbcFault fault = planned;
            if (fault == null || count < plannedCall || (count > plannedCall && !fault.isLasting())) {
                return null;
            }
            struck = struck == null ? description : struck;
            return fault;
        } finally {
            lock.unlock();
        }
    }
}
