package dev.scalekit.routing;

import dev.scalekit.routing.Meddled.Bug;
import dev.scalekit.routing.Meddled.Call;
import dev.scalekit.testkit.FaultLoop;
import dev.scalekit.testkit.JdbcFault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a router might do wrong, or tell. Each is done around the right one, and seen by its callers only. */
@SuppressWarnings("ImmutableEnumChecker") // A JdbcFault is.
enum RouterBug implements Bug {
    COMMIT_IS_SAID_TO_HAVE_FAILED("told FAILED", JdbcFault.throwAfter("08006")) {
        @Override
        public @Nullable Object call(Meddler at, Call call) throws Throwable {
            return plainly("commit", at, call);
        }
    },
    COMMIT_BY_AUTO_COMMIT_IS_SAID_TO_HAVE_FAILED("told FAILED", JdbcFault.throwAfter("08006")) {
        @Override
        public @Nullable Object call(Meddler at, Call call) throws Throwable {
            return plainly("setAutoCommit", at, call);
        }
    },
    WRITE_IS_SAID_TO_HAVE_FAILED("told FAILED", JdbcFault.throwAfter("08006")) {
        @Override
        public @Nullable Object call(Meddler at, Call call) throws Throwable {
            return plainly("executeUpdate", at, call);
        }
    },
    /** As if to commit once more did no harm: on another connection there is nothing to commit. */
    COMMIT_IS_SENT_AGAIN("told OK", JdbcFault.throwBefore("08006")) {
        @Override
        public @Nullable Object call(Meddler at, Call call) throws Throwable {
            try {
                return at.go(call);
            } catch (CommitOutcomeUnknownException e) {
                return call.is("commit") ? call.to(at.other(false)) : rethrow(e);
            }
        }
    },
    TRANSACTION_IS_DONE_AGAIN("told OK", JdbcFault.throwAfter("08006")) {
        @Override
        public @Nullable Object call(Meddler at, Call call) throws Throwable {
            try {
                return at.go(call);
            } catch (CommitOutcomeUnknownException e) {
                if (!call.is("commit")) {
                    throw e;
                }
                Connection other = at.other(false);
                at.writeAgain(other);
                return call.to(other);
            }
        }
    },
    WRITE_IS_DONE_AGAIN("told OK", JdbcFault.throwAfter("08006")) {
        @Override
        public @Nullable Object call(Meddler at, Call call) throws Throwable {
            try {
                return at.go(call);
            } catch (CommitOutcomeUnknownException e) {
                return call.is("executeUpdate") ? call.to(at.again(call.on(), at.other(true))) : rethrow(e);
            }
        }
    },
    /** The rest of it is a transaction of its own. */
    TRANSACTION_GOES_ON_ELSEWHERE("told OK", JdbcFault.throwBefore("40001")) {
        @Override
        public @Nullable Object call(Meddler at, Call call) throws Throwable {
            try {
                return at.go(call);
            } catch (SQLException e) {
                if (!call.is("executeUpdate") || at.connection().getAutoCommit()) {
                    throw e;
                }
                Connection other = at.other(false);
                at.use(other, at.connection());
                return call.to(at.again(call.on(), other));
            }
        }
    },
    /** Each statement of a transaction goes to the next node. */
    TRANSACTION_IS_SPREAD("told OK", JdbcFault.throwBefore("40001")) {
        @Override
        public @Nullable Object call(Meddler at, Call call) throws Throwable {
            if (call.is("prepareStatement") && !at.connection().getAutoCommit() && !at.notes.add("begun")) {
                at.use(at.other(false), at.connection());
            }
            return at.go(call);
        }
    },
    /** What is open on the one before is closed with it. */
    NODE_IS_LEFT_UNDER_A_RESULT("when nothing fails any more", JdbcFault.throwBefore("40001")) {
        @Override
        public @Nullable Object call(Meddler at, Call call) throws Throwable {
            if (call.is("prepareStatement") && at.notes.contains("reading")) {
                Connection other = at.other(true);
                at.connection().close();
                at.use(other, at.connection());
            }
            if (call.is("executeQuery")) {
                at.notes.add("reading");
            }
            return at.go(call);
        }
    },
    /** Rows that were delivered come once more. */
    READ_IS_DONE_AGAIN_AFTER_ROWS("a second row", JdbcFault.throwBefore("40001")) {
        @Override
        FaultLoop loop() {
            return FaultLoop.everyCall();
        }

        @Override
        public @Nullable Object call(Meddler at, Call call) throws Throwable {
            try {
                return at.go(call);
            } catch (SQLException e) {
                if (!call.is("next")) {
                    throw e;
                }
                ResultSet again =
                        at.again(at.statementOf(call.on()), at.other(true)).executeQuery();
                at.use(again, call.on());
                return call.to(again);
            }
        }
    },
    ERROR_OF_A_WRITE_IS_SWALLOWED("told OK", JdbcFault.throwBefore("40001")) {
        @Override
        public @Nullable Object call(Meddler at, Call call) throws Throwable {
            try {
                return at.go(call);
            } catch (SQLException e) {
                return call.is("executeUpdate") ? (Integer) 1 : rethrow(e);
            }
        }
    },
    ERROR_OF_A_COMMIT_IS_SWALLOWED("told OK", JdbcFault.throwBefore("08006")) {
        @Override
        public @Nullable Object call(Meddler at, Call call) throws Throwable {
            try {
                return at.go(call);
            } catch (SQLException e) {
                return call.is("commit") ? null : rethrow(e);
            }
        }
    };

    private final String accusation;
    private final JdbcFault fault;

    RouterBug(String accusation, JdbcFault fault) {
        this.accusation = accusation;
        this.fault = fault;
    }

    /** Returns what has to befall a call of JDBC for it to show. */
    JdbcFault fault() {
        return fault;
    }

    /** Returns what the check says that finds it. */
    String accusation() {
        return accusation;
    }

    /** Returns the calls among which it shows. */
    FaultLoop loop() {
        return FaultLoop.everyRoundTrip();
    }

    private static Object rethrow(SQLException e) throws SQLException {
        throw e;
    }

    /** What is not known is told as what was not done. */
    private static @Nullable Object plainly(String method, Meddler at, Call call) throws Throwable {
        try {
            return at.go(call);
        } catch (CommitOutcomeUnknownException e) {
            throw call.is(method) ? new SQLException("The connection was lost", "08006", e) : e;
        }
    }
}
