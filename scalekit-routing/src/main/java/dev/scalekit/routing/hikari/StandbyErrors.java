package dev.scalekit.routing.hikari;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps connections that are well: HikariCP takes "feature not supported" (0A000) for a broken connection, and that is how a
 * hot standby answers to SERIALIZABLE. Thread-safe if what was given is.
 *
 * <p>That a write is refused as read-only (25006) does not close the connection either. Hardly ever does it mean that the
 * node was demoted, and the router knows then, and has the pool be rid of a node that is gone or deposed; mostly somebody writes in a read-only
 * transaction, and the rollback after it would fail on a connection that was closed below.
 *
 * @param given the application's own, which is asked first
 */
record StandbyErrors(@Nullable SQLExceptionOverride given) implements SQLExceptionOverride {
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        SQLExceptionOverride.Override said =
                given == null ? SQLExceptionOverride.Override.CONTINUE_EVICT : given.adjudicate(failure);
        return said == SQLExceptionOverride.Override.CONTINUE_EVICT
                        && FEATURE_NOT_SUPPORTED.equals(failure.getSQLState())
                ? SQLExceptionOverride.Override.DO_NOT_EVICT
                : said;
    }
}
