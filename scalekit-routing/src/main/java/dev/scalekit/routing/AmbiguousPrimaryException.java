package dev.scalekit.routing;

import java.sql.SQLNonTransientConnectionException;

/**
 * Two nodes say that they are the primary of the same epoch, so nothing is written: nobody knows which of them is right but who
 * operates them. Nothing has been sent. SQLState 08004.
 */
public final class AmbiguousPrimaryException extends SQLNonTransientConnectionException {
    private static final long serialVersionUID = 1L;

    AmbiguousPrimaryException(String reason) {
        super(reason, "08004");
    }
}
