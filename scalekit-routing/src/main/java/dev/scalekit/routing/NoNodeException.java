package dev.scalekit.routing;

import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * There was no node to send a statement to in the time that was allowed: nothing has been sent, and trying again later may go
 * well. SQLState 08001.
 */
public final class NoNodeException extends SQLTransientConnectionException {
    private static final long serialVersionUID = 1L;

    NoNodeException(String reason, @Nullable Throwable cause) {
        super(reason, "08001", cause);
    }
}
