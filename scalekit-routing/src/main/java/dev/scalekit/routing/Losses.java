package dev.scalekit.routing;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;

/** What callers are told when a connection is lost. Thread-safe. */
final class Losses {
    private final RoutingCounts counts;

    Losses(RoutingCounts counts) {
        this.counts = counts;
    }

    /** It was being committed. */
    SQLException unknown(Held taken, Throwable failure) {
        counts.unknownCommits.increment();
        return new CommitOutcomeUnknownException(taken.node.name(), failure);
    }

    /** Nothing of it is committed. */
    SQLException recoverable(Held taken, SQLException failure) {
        return new SQLRecoverableException(
                "The connection to " + taken.node + " was lost, and what was not committed with it", "08006", failure);
    }

    SQLException demoted(Held taken, SQLException failure) {
        return new SQLTransientConnectionException(
                taken.node + " has refused to write: it is no primary any more, or only reads", "08006", failure);
    }

    /** Nothing was sent yet. */
    NoNodeException unused(Held taken, SQLException failure) {
        return new NoNodeException("The connection to " + taken.node + " was lost before it was used", failure);
    }
}
