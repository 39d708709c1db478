package dev.scalekit.routing;

import dev.scalekit.routing.Meddled.Bug;
import dev.scalekit.routing.Meddled.Call;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a router might do wrong with the connections of a pool. Each is done between the right one and the pool. */
@SuppressWarnings("ImmutableEnumChecker") // The lambdas keep nothing.
enum PoolBug {
    NOT_GIVEN_BACK_AFTER_A_STATEMENT_FAILED(PoolBug.IN_USE, () -> new Forgetful() {
        @Override
        boolean isForgotten(Call call, @Nullable SQLException failure) {
            return failure != null
                    && call.is("executeQuery")
                    && !String.valueOf(failure.getSQLState()).startsWith("08");
        }
    }),
    NOT_GIVEN_BACK_AFTER_IT_WAS_LOST(PoolBug.IN_USE, () -> new Forgetful() {
        @Override
        boolean isForgotten(Call call, @Nullable SQLException failure) {
            return failure != null && "08006".equals(failure.getSQLState());
        }
    }),
    NOT_GIVEN_BACK_AFTER_A_STATEMENT_FAILED_TO_CLOSE(PoolBug.IN_USE, () -> new Forgetful() {
        @Override
        boolean isForgotten(Call call, @Nullable SQLException failure) {
            return failure != null && call.is("close");
        }
    }),
    NOT_CLOSED_WHEN_ABORTED(PoolBug.IN_USE, () -> new Forgetful() {
        @Override
        boolean isForgotten(Call call, @Nullable SQLException failure) {
            return call.is("abort");
        }
    }),
    ISOLATION_IS_LEFT("isolation 4", () -> settingLeft("setTransactionIsolation")),
    SCHEMA_IS_LEFT("schema TENANT", () -> settingLeft("setSchema")),
    READ_ONLY_IS_LEFT("read-only", () -> settingLeft("setReadOnly")),
    AUTO_COMMIT_IS_LEFT("auto-commit false", () -> settingLeft("setAutoCommit")),
    /** To set auto-commit again is to commit then. */
    TRANSACTION_IS_LEFT(
            "told FAILED", () -> (at, call) -> at.isOnConnection(call) && call.is("rollback") ? null : at.go(call));

    private static final String IN_USE = "connections in use";

    private final String accusation;
    private final Supplier<Bug> kind;

    PoolBug(String accusation, Supplier<Bug> kind) {
        this.accusation = accusation;
        this.kind = kind;
    }

    /** Returns what the check says that finds it. */
    String accusation() {
        return accusation;
    }

    /** Returns a new one, which is planted in one router. */
    Bug bug() {
        return kind.get();
    }

    /** It is set, and not taken back. */
    private static Bug settingLeft(String setter) {
        return (at, call) -> at.isOnConnection(call) && call.is(setter) && !at.notes.add(setter) ? null : at.go(call);
    }

    /** One connection, and no second, is not given back: the check must see that too, and nothing waits for pools that are empty. */
    private abstract static class Forgetful implements Bug {
        private static final String CLOSED = "closed";

        private final AtomicReference<@Nullable Connection> forgotten = new AtomicReference<>();

        abstract boolean isForgotten(Call call, @Nullable SQLException failure);

        @Override
        public @Nullable Object call(Meddler at, Call call) throws Throwable {
            if (at.isOnConnection(call) && call.is("close")) {
                at.notes.add(CLOSED);
                return at.connection().equals(forgotten.get()) ? null : at.go(call);
            }
            @Nullable SQLException failure = null;
            try {
                return at.go(call);
            } catch (SQLException e) {
                failure = e;
                throw e;
            } finally {
                // One that was closed is back, though somebody still uses it, as when it was aborted.
                if (isForgotten(call, failure) && !at.notes.contains(CLOSED)) {
                    forgotten.compareAndSet(null, at.connection());
                }
            }
        }
    }
}
