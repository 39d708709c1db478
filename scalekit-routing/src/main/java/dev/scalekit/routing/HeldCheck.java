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

    /** Tells whether a node is what it was when the connection was taken: another one may have its name by now. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Held held) {
        return nodes.find(held.node.name()) == held.node;
    }

    /** Tells whether a connection still leads to where the next statement has to go. */
    @SuppressWarnings("ReferenceEquality") // Another view is another object.
    boolean fits(Held held, boolean wantsPrimary, ReadSession session) {
        if ((wantsPrimary && !held.isPrimary) || !isOf(held)) {
            return false;
        }
        View view = nodes.view();
        Need need = wantsPrimary ? Need.NOTHING : session.need(view);
        if (view != held.view || need != held.need) {
            Seen seen = view.of(held.node.name());
            NodeStanding standing = held.isPrimary ? NodeStanding.PRIMARY : NodeStanding.REPLICA;
            if (seen.standing() != standing || !(held.isPrimary || need.allows(seen))) {
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

    /** Waits until a replica shows what it has to by now; returns false if it does not in time, or is none any more. */
    boolean awaitFit(Held held, ReadSession session) throws SQLException {
        long deadline = ticker.nanos() + rules.deadline().toNanos();
        while (true) {
            View view = nodes.view();
            if (fits(held, false, session)) {
                return true;
            }
            long left = deadline - ticker.nanos();
            boolean isReplica = view.of(held.node.name()).standing() == NodeStanding.REPLICA;
            if (!isReplica || left <= 0 || !waiting.tryWaitForOther(view, left)) {
                return false;
            }
        }
    }

    /**
     * Refuses to send anything more within a transaction to a node that must get nothing. What would be written is sent only to
     * a node that is believed to be the primary now: if it has not answered, that is waited for.
     *
     * @throws SQLException 08006: the transaction has to be done again
     */
    void requireUsable(Held held) throws SQLException {
        if (held.isReading || !held.isPrimary) {
            if (isOf(held)) {
                requireNotGone(held);
            }
            return;
        }
        long deadline = ticker.nanos() + rules.whenNoPrimary().toNanos();
        while (true) {
            View view = nodes.view();
            requireNotGone(held);
            Seen seen = view.of(held.node.name());
            long now = ticker.nanos();
            if (isOf(held) && seen.standing() == NodeStanding.PRIMARY && seen.isBelievedAt(now)) {
                return;
            }
            if (!isOf(held)
                    || view.epoch() > held.seen.epoch()
                    || deadline - now <= 0
                    || !waiting.tryWaitForOther(view, deadline - now)) {
                throw gone(held);
            }
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
