package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is like that comes from the pool of a node, before anybody has set anything. Immutable.
 *
 * @param networkTimeout in milliseconds; 0 if there is none, or the driver knows none
 */
record Defaults(
        boolean autoCommit,
        boolean readOnly,
        int isolation,
        int holdability,
        int networkTimeout,
        @Nullable String catalog,
        @Nullable String schema) {
    /** Asks a connection on which nobody has set anything; some of that may take a round trip each. */
    static Defaults of(Connection fresh) throws SQLException {
        boolean autoCommit = fresh.getAutoCommit();
        Defaults defaults = new Defaults(
                autoCommit,
                fresh.isReadOnly(),
                fresh.getTransactionIsolation(),
                fresh.getHoldability(),
                networkTimeout(fresh),
                fresh.getCatalog(),
                fresh.getSchema());
        if (!autoCommit) {
            // The questions may have begun a transaction.
            fresh.rollback();
        }
        return defaults;
    }

    private static int networkTimeout(Connection fresh) throws SQLException {
        try {
            return fresh.getNetworkTimeout();
        } catch (SQLFeatureNotSupportedException e) {
            return 0;
        }
    }
}
