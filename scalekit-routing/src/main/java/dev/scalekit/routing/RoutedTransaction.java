package dev.scalekit.routing;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;

/** How far the transaction of a connection is. Not thread-safe. */
final class RoutedTransaction {
    private boolean begun;
    private int done;
    private boolean lost;

    /** Tells whether something was executed in it, and it has not ended. */
    boolean isBegun() {
        return begun;
    }

    /** Tells whether nothing in it has gone well yet, so that it may begin again elsewhere. */
    boolean isUntouched() {
        return done == 0;
    }

    /** Tells whether its connection is lost, so that nothing may be executed until it is rolled back. */
    boolean isLost() {
        return lost;
    }

    void begin(boolean autoCommit) {
        begun = !autoCommit;
    }

    /** Something in it went well, or is bound to its connection. */
    void did() {
        done += begun ? 1 : 0;
    }

    void ended() {
        begun = false;
        done = 0;
    }

    void lose(boolean isLost) {
        lost = isLost;
    }

    /** Refuses to do the rest of it on another connection. */
    void requireNotLost() throws SQLException {
        if (lost) {
            throw new SQLRecoverableException(
                    "The connection was lost within this transaction, which is not committed: roll it back first",
                    "08006");
        }
    }
}
