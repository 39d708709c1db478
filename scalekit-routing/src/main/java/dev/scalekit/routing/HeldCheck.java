package dev.scalekit.routing;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;

/** Tells of a connection that is held whether something may be sent on it. Thread-safe. */
final class HeldCheck {
    private final Nodes nodes;
    private final RouterRules rules;
    private final Waiting waiting;
    private final Ticker ticker;

    HeldCheck(Nodes nodes, RouterRules rules, Waiting waiting, Ticker ticker) {
        this.nodes = nodes;
        this.rules = rules;
        this.waiting = waiting;
        this.ticker = ticker;
    }

    /** Tells whether a connection still leads to where the next statement has to go. */
    @SuppressWarnings("ReferenceEquality") // Another view is another object.
    boolean fits(Held held, boolean wantsPrimary, ReadSession session) {
        if ((wantsPrimary && !held.isPrimary) || held.node.isRemoved()) {
            return false;
        }
        View view = nodes.view();
        Need need = wantsPrimary ? Need.NOTHING : session.need(view);
        if (view != held.view || need != held.need) {
            Seen seen = view.of(held.node.name());
            if (!held.isAsTaken(view) || !(held.isPrimary || need.allows(seen))) {
                return false;
            }
            held.view = view;
            held.need = need;
            held.seen = seen;
        }
        // This machine may have stood still, and somebody else be the primary by now.
        return !held.isPrimary || held.seen.isBelievedAt(ticker.nanos());
    }

    /** Tells whether a connection should be left when it can be, though it would do. */
    boolean isBetterLeft(Held held, boolean wantsPrimary, ReadSession session) {
        if (!held.isPrimary) {
            return held.node.isDrained();
        }
        if (wantsPrimary || nodes.isSingle()) {
            return false;
        }
        View view = nodes.view();
        Need need = session.need(view);
        long now = ticker.nanos();
        return !held.hasPermit() || nodes.any(node -> node.mayRead(view, need, now));
    }

    /**
     * Waits until a replica shows what it has to by now, or the primary has said again that it is one; returns false if it does not in
     * time, or is something else by then.
     */
    boolean awaitFit(Held held, boolean wantsPrimary, ReadSession session) throws SQLException {
        long deadline = ticker.nanos() + (wantsPrimary ? rules.whenNoPrimary() : rules.deadline()).toNanos();
        while (true) {
            View view = nodes.view();
            if (fits(held, wantsPrimary, session)) {
                return true;
            }
            long left = deadline - ticker.nanos();
            if (!mayFit(held, view) || left <= 0 || !waiting.tryWaitForOther(view, left)) {
                return false;
            }
        }
    }

    /** That nothing is heard of the primary, as after this machine stood still, says nothing yet; nor that it does not answer. */
    private static boolean mayFit(Held held, View view) {
        boolean isFollowed = held.isPrimary && view.epoch() > held.seen.epoch();
        if (held.isBroken() || held.node.isRemoved() || isFollowed) {
            return false;
        }
        return switch (view.of(held.node.name()).standing()) {
            case PRIMARY, UNKNOWN, DOWN -> held.isPrimary;
            case REPLICA -> !held.isPrimary;
            case LAGGING, DEPOSED, AMBIGUOUS, FOREIGN, DIVERGED -> false;
        };
    }

    /**
     * Refuses to send anything more within a transaction to a node that must get nothing. What would be written is sent only to
     * a node that is believed to be the primary now: if it has not answered, that is waited for.
     *
     * @throws SQLException 08006: the transaction has to be done again
     */
    void requireUsable(Held held, ReadSession session) throws SQLException {
        if (held.isReading || !held.isPrimary) {
            if (!held.node.isRemoved()) {
                requireNotGone(held);
            }
            return;
        }
        if (!awaitFit(held, true, session)) {
            throw gone(held);
        }
    }

    private void requireNotGone(Held held) throws SQLException {
        switch (nodes.view().of(held.node.name()).standing()) {
            case DEPOSED, AMBIGUOUS, FOREIGN, DIVERGED -> throw gone(held);
            case PRIMARY, REPLICA, LAGGING, DOWN, UNKNOWN -> {}
        }
    }

    private SQLException gone(Held held) {
        held.broke();
        return new SQLRecoverableException(
                held.node + " gets nothing any more, and the transaction is not committed: "
                        + nodes.reason(held.node.name()),
                "08006");
    }
}
