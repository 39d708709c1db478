package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import dev.scalekit.routing.Held.Pick;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Takes connections to the primary, which is waited for if there is none. Thread-safe. */
final class Primaries {
    private final Nodes nodes;
    private final RouterRules rules;
    private final Waiting waiting;
    private final Refusals refusals;
    private final Ticker ticker;

    Primaries(Nodes nodes, RouterRules rules, Waiting waiting, Refusals refusals, Ticker ticker) {
        this.nodes = nodes;
        this.rules = rules;
        this.waiting = waiting;
        this.refusals = refusals;
        this.ticker = ticker;
    }

    /**
     * Takes a connection to the primary.
     *
     * @throws AmbiguousPrimaryException if nobody knows which one that is
     * @throws NoNodeException if there is none for longer than is waited
     */
    Held take(Borrower borrower) throws SQLException {
        return take(borrower, ticker.nanos() + rules.whenNoPrimary().toNanos());
    }

    /**
     * As {@link #take(Borrower)}, for whoever looks before something is executed whether the node is believed to be the primary, as {@link
     * HeldCheck#fits} does: so the last question is time enough, and a look at the clock is saved, which takes a sixth of all the
     * rest.
     */
    Held takeToCheck(Borrower borrower) throws SQLException {
        waiting.requireOpen();
        View view = nodes.view();
        long asked = nodes.lastAskedNanos();
        Node node = node(view, asked);
        if (node == null) {
            return take(borrower);
        }
        SQLException failure = null;
        try {
            Held held = takeOf(node, view, borrower, Need.NOTHING, null);
            if (held != null) {
                held.counted();
                return held;
            }
        } catch (SQLException e) {
            failure = e;
        }
        // How long the pool has taken is told well enough by what was asked meanwhile.
        long begun = ticker.nanos() - (nodes.lastAskedNanos() - asked);
        long deadline = begun + rules.whenNoPrimary().toNanos();
        awaitOther(view, deadline, failure);
        return take(borrower, deadline);
    }

    private Held take(Borrower borrower, long deadline) throws SQLException {
        Held held = take(borrower, Need.NOTHING, deadline, null);
        held.counted();
        return held;
    }

    /** As {@link #take(Borrower)}, for a read that has to see something. */
    Held take(Borrower borrower, Need need, long deadline, @Nullable Permit permit) throws SQLException {
        SQLException last = null;
        while (true) {
            waiting.requireOpen();
            View view = nodes.view();
            Node node = node(view, ticker.nanos());
            if (node != null) {
                try {
                    Held held = takeOf(node, view, borrower, need, permit);
                    if (held != null) {
                        return held;
                    }
                } catch (SQLException e) {
                    last = e;
                }
            } else {
                requireUnambiguous(view);
            }
            awaitOther(view, deadline, last);
        }
    }

    /** Returns null if it is not the primary any more. */
    private @Nullable Held takeOf(Node node, View view, Borrower borrower, Need need, @Nullable Permit permit)
            throws SQLException {
        Connection physical;
        try {
            physical = node.take();
        } catch (SQLException e) {
            nodes.notTaken(node, e, ticker.nanos());
            throw e;
        }
        Pick pick = new Pick(nodes.lent(), view, need, requireNonNull(view.primary()), false);
        Held held = new Held(node, physical, borrower, pick, null, permit);
        if (nodes.isStill(held)) {
            return held;
        }
        held.releaseButPermit();
        return null;
    }

    /** Waits until something else is known, while there is time. */
    private void awaitOther(View view, long deadline, @Nullable SQLException failure) throws SQLException {
        long left = deadline - ticker.nanos();
        if (left <= 0) {
            throw refusals.none("primary", failure);
        }
        // Who waits wants to know soon, however long there has been no primary.
        nodes.alarm();
        if (!waiting.tryWaitForOther(view, left)) {
            waiting.requireOpen();
            throw refusals.tooManyWait("primary", failure);
        }
    }

    /** Returns the one that is believed to be the primary at a time; null if there is none. */
    @Nullable
    Node node(View view, long now) {
        Seen primary = view.primary();
        if (primary == null || !primary.isBelievedAt(now)) {
            return null;
        }
        Node node = nodes.find(primary.name());
        return node == null || node.isSuspect(primary) ? null : node;
    }

    private void requireUnambiguous(View view) throws AmbiguousPrimaryException {
        if (view.primary() == null
                && view.nodes().values().stream().anyMatch(seen -> seen.standing() == NodeStanding.AMBIGUOUS)) {
            throw refusals.ambiguous();
        }
    }
}
