package dev.scalekit.routing;

import java.sql.SQLRecoverableException;

/**
 * The connection was lost while something was being committed, or while a statement ran that commits by itself: it may have
 * been, or not. It has not been tried again. Only who can tell, by a key of the row for example, may do it again. SQLState
 * 08007.
 */
public final class CommitOutcomeUnknownException extends SQLRecoverableException {
    private static final long serialVersionUID = 1L;

    CommitOutcomeUnknownException(String node, Throwable cause) {
        super("The connection to " + node + " was lost during a commit: it may have been done, or not", "08007", cause);
    }
}
