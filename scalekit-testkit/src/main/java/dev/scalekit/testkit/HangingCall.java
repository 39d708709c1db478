package dev.scalekit.testkit;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A call that waits for one of the ways out that {@link FaultPlan} lists. Not thread-safe. */
final class HangingCall {
    enum End {
        /** It goes on as if nothing had been. */
        HEALED,
        /** The statement was cancelled; the connection is usable. */
        CANCELLED,
        /** The query timeout of the statement was over; the connection is usable. */
        TIMED_OUT,
        /** The connection was given up, or a timeout that ends connections was over. */
        BROKEN
    }

    private final JdbcCall call;
    private final JdbcFault fault;
    private @Nullable End end;

    HangingCall(JdbcCall call, JdbcFault fault) {
        this.call = call;
        this.fault = fault;
    }

    FaultDataSource source() {
        return call.receiver().source();
    }

    @Nullable
    TrackedConnection connection() {
        return call.receiver().connection();
    }

    @Nullable
    Object statement() {
        return call.receiver().statement();
    }

    /** How it ended; null while it waits. Who gave the connection up or healed the plan before it began comes no more. */
    @Nullable
    End end() {
        TrackedConnection connection = connection();
        if (end == null && (source().isClosed() || (connection != null && connection.isDead()))) {
            end = End.BROKEN;
        }
        if (end == null && !source().plan().isInForce(fault)) {
            end = End.HEALED;
        }
        return end;
    }

    void end(End how) {
        if (end == null) {
            end = how;
        }
    }

    /** How long it waits before it gives up by itself, and how that ends. */
    Patience patience() throws SQLException {
        TrackedConnection connection = connection();
        long network = TimeUnit.MILLISECONDS.toNanos(connection == null ? 0 : connection.networkTimeoutMillis());
        long query = TimeUnit.SECONDS.toNanos(call.timeoutSeconds());
        if (query > 0 && (network == 0 || query < network)) {
            return new Patience(query, call.startsWith("execute") ? End.TIMED_OUT : End.BROKEN);
        }
        return new Patience(network > 0 ? network : Long.MAX_VALUE, End.BROKEN);
    }

    record Patience(long nanos, End end) {}
}
