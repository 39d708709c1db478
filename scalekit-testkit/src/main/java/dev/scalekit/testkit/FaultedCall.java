package dev.scalekit.testkit;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;

/** A call that a fault befalls. */
record FaultedCall(JdbcCall call, JdbcFault fault, FaultPlan plan) {

    /** Makes the call or not, as the fault has it, and fails or not. */
    @Nullable
    Object run() throws Throwable {
        try {
            return fault.strikesAfter() || call.releases() ? performThenStrike() : strikeThenPerform();
        } catch (SQLException e) {
            TrackedConnection connection = call.receiver().connection();
            // A driver answers "no" instead of failing.
            if (call.is("isValid") && connection != null && connection.isDead()) {
                return false;
            }
            throw e;
        }
    }

    private @Nullable Object strikeThenPerform() throws Throwable {
        strike();
        return call.perform();
    }

    private @Nullable Object performThenStrike() throws Throwable {
        Object result = null;
        SQLException failure = null;
        try {
            result = call.perform();
        } catch (SQLException e) {
            failure = e;
        }
        try {
            strike();
        } catch (SQLException | LinkageError e) {
            if (failure != null) {
                e.addSuppressed(failure);
            }
            if (call.opens() && result instanceof AutoCloseable opened) {
                TrackedConnection.quietly(opened::close);
            }
            throw e;
        }
        if (failure != null) {
            throw failure;
        }
        return result;
    }

    private void strike() throws SQLException {
        switch (fault.effect()) {
            case THROW -> throw call.failure(fault.toString(), fault.sqlState());
            case ERROR -> throw call.error(fault.toString());
            case HANG -> hang();
            case DISCONNECT -> throw broken();
        }
    }

    private void hang() throws SQLException {
        switch (plan.hanging().await(new HangingCall(call, fault))) {
            case HEALED -> {}
            case CANCELLED -> throw call.failure("cancelled while it hung", "57014");
            case TIMED_OUT ->
                throw new SQLTimeoutException("Injected: query timeout while it hung, at " + call, "57014");
            case BROKEN -> throw broken();
        }
    }

    private SQLException broken() {
        TrackedConnection connection = call.receiver().connection();
        if (connection == null) {
            return call.failure(fault.toString(), "08001");
        }
        connection.die();
        return call.failure(fault.toString(), JdbcFault.CONNECTION_FAILURE);
    }
}
