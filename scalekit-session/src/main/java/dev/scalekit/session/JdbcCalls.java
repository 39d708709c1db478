package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements on connections of the caller's {@code DataSource}: each call takes one, gives it back as it was, waits no
 * longer for an answer than it may, and says of a failure whether something may have been done. Thread-safe.
 *
 * <p>A single statement needs no transaction of its own where connections commit by themselves. What the database has refused
 * as a deadlock or serialization failure (SQLState class 40) is done again: it has rolled back everything.
 */
final class JdbcCalls {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStore.class);
    private static final int ATTEMPTS = 10;

    private final DataSource dataSource;
    private final int timeoutMillis;
    private final DialectOf dialectOf;
    /** Set when the database has been asked what it is and has the tables. */
    private volatile @Nullable Dialect dialect;

    JdbcCalls(DataSource dataSource, Duration timeout, DialectOf dialectOf) {
        this.dataSource = dataSource;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
        this.dialectOf = dialectOf;
    }

    /** Asks a database what it is. */
    @FunctionalInterface
    interface DialectOf {
        Dialect of(Connection connection) throws SQLException;
    }

    /** Statements of a dialect. */
    @FunctionalInterface
    interface Work<T> {
        @Nullable
        T on(Dialect dialect, Connection connection) throws SQLException;
    }

    /** Statements that need no dialect; runs {@code commits} before the first one that may leave something. */
    @FunctionalInterface
    interface BareWork<T> {
        T on(Connection connection, Runnable commits) throws SQLException;
    }

    /** Reads by one statement. */
    <T> @Nullable T read(String what, Work<T> work) {
        return again(what, (connection, call) -> {
            T result = work.on(dialect(connection), connection);
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return result;
        });
    }

    /** Writes by one statement. */
    <T> @Nullable T statement(String what, Work<T> work) {
        return again(what, (connection, call) -> single(connection, call, work));
    }

    /** Writes by one statement, or in a transaction if the dialect needs more. */
    <T> @Nullable T write(String what, Work<T> work) {
        return again(
                what,
                (connection, call) -> dialect(connection).writesInOneStatement()
                        ? single(connection, call, work)
                        : all(connection, call, work));
    }

    /** Writes by several statements, all or nothing. */
    <T> @Nullable T transaction(String what, Work<T> work) {
        return again(what, (connection, call) -> all(connection, call, work));
    }

    /** Does something before it is known that the tables are there, and commits by itself what it does. */
    <T> T bare(String what, BareWork<T> work) {
        T result = again(what, (connection, call) -> {
            begin(connection, call);
            call.leavesTransaction = true;
            return work.on(connection, () -> call.mayBeDone = true);
        });
        return requireNonNull(result, what);
    }

    private <T> @Nullable T single(Connection connection, Call call, Work<T> work) throws SQLException {
        Dialect known = dialect(connection);
        call.mayBeDone = connection.getAutoCommit();
        T result = work.on(known, connection);
        if (!call.mayBeDone) {
            call.mayBeDone = true;
            connection.commit();
        }
        return result;
    }

    private <T> @Nullable T all(Connection connection, Call call, Work<T> work) throws SQLException {
        Dialect known = dialect(connection);
        begin(connection, call);
        T result = work.on(known, connection);
        call.mayBeDone = true;
        connection.commit();
        return result;
    }

    private static void begin(Connection connection, Call call) throws SQLException {
        if (connection.getAutoCommit()) {
            // Also if the answer is lost.
            call.beganTransaction = true;
            connection.setAutoCommit(false);
        }
    }

    private Dialect dialect(Connection connection) throws SQLException {
        Dialect known = dialect;
        if (known == null) {
            known = dialectOf.of(connection);
            dialect = known;
        }
        return known;
    }

    private <T> @Nullable T again(String what, Attempt<T> attempt) {
        for (int left = ATTEMPTS; ; left--) {
            Call call = new Call();
            try {
                return once(what, call, attempt);
            } catch (SQLException e) {
                if (left == 1 || !JdbcFailures.isRolledBack(e)) {
                    throw JdbcFailures.of(what, e, call.mayBeDone);
                }
                LOG.debug("Trying again to {}", what, e);
            }
        }
    }

    private <T> @Nullable T once(String what, Call call, Attempt<T> attempt) throws SQLException {
        Connection connection = connect(what);
        boolean isDone = false;
        try {
            call.timeoutBefore = limit(connection);
            T result = attempt.on(connection, call);
            isDone = true;
            return result;
        } finally {
            giveBack(connection, call, isDone);
        }
    }

    private Connection connect(String what) throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException e) {
            // Some pools do that when they begin and there is no database.
            throw new StoreUnavailableException("Could not " + what + ": the DataSource gave no connection", e);
        }
    }

    /** Limits how long an answer is waited for, unless a shorter limit is set. Returns what was set before, or -1. */
    private int limit(Connection connection) throws SQLException {
        try {
            int before = connection.getNetworkTimeout();
            if (before != 0 && before <= timeoutMillis) {
                return -1;
            }
            connection.setNetworkTimeout(Runnable::run, timeoutMillis);
            return before;
        } catch (SQLFeatureNotSupportedException e) {
            return -1;
        }
    }

    /**
     * Gives a connection back as it was, or broken for ever if that fails: it might hold locks, or commit what failed. What is
     * done is done: a failure here is the pool's to see, not the caller's.
     */
    private static void giveBack(Connection connection, Call call, boolean isDone) {
        try (connection) {
            restore(connection, call, isDone);
        } catch (SQLException e) {
            LOG.debug("A connection could not be given back as it was", e);
        }
    }

    private static void restore(Connection connection, Call call, boolean isDone) throws SQLException {
        try {
            if ((!isDone || call.leavesTransaction) && !connection.getAutoCommit()) {
                connection.rollback();
            }
            // After a rollback that failed this must not be reached: it would commit.
            if (call.beganTransaction) {
                connection.setAutoCommit(true);
            }
            if (call.timeoutBefore >= 0) {
                connection.setNetworkTimeout(Runnable::run, call.timeoutBefore);
            }
        } catch (SQLException e) {
            connection.abort(Runnable::run);
            throw e;
        }
    }

    /** One attempt on one connection. */
    @FunctionalInterface
    private interface Attempt<T> {
        @Nullable
        T on(Connection connection, Call call) throws SQLException;
    }

    /** What has to be known of a call if it fails. Not thread-safe. */
    private static final class Call {
        /** Whether the database may have done it, whatever it says or does not say from now on. */
        boolean mayBeDone;

        boolean beganTransaction;
        /** Whether a transaction that has only read may be open though all is done. */
        boolean leavesTransaction;

        int timeoutBefore = -1;
    }
}
