package dev.scalekit.routing;

import dev.scalekit.routing.Held.Pick;
import dev.scalekit.routing.balance.BalancerClosedException;
import dev.scalekit.routing.balance.Lease;
import dev.scalekit.routing.balance.NoEndpointException;
import dev.scalekit.routing.balance.Origin;
import dev.scalekit.routing.balance.PickOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds a node for a statement, and takes a connection of its pool. Thread-safe.
 *
 * <p>A pick looks at one {@link View}, and what it finds is checked against that view, whatever changes meanwhile: there is no
 * moment between "it has your write" and "it is read". Where nothing fits, callers wait for the next view, a bounded number of
 * them, for a bounded time.
 */
final class Router {
    /** For how long to wait for a permit before it is looked again whether a replica will do. */
    private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(20);

    private final Nodes nodes;
    private final RouterRules rules;
    private final Waiting waiting;
    private final HeldCheck check;
    private final RoutingCounts counts;
    private final Losses losses;
    private final Taking taking;
    private final LostWrites lostWrites;
    private final Refusals refusals;
    private final Primaries primaries;
    private final Ticker ticker;
    /** Reads on the primary that a replica should have had. */
    private final Semaphore fallback;

    private volatile @Nullable Defaults defaults;

    Router(Nodes nodes, RouterRules rules, RoutingCounts counts, LostWrites lostWrites, Ticker ticker) {
        this.nodes = nodes;
        this.rules = rules;
        this.waiting = new Waiting(nodes, rules.maximumWaiting(), counts);
        this.check = new HeldCheck(nodes, rules, waiting, ticker);
        this.counts = counts;
        this.losses = new Losses(counts);
        this.taking = new Taking(this);
        this.lostWrites = lostWrites;
        this.refusals = new Refusals(nodes, rules, counts);
        this.primaries = new Primaries(nodes, rules, waiting, refusals, ticker);
        this.ticker = ticker;
        this.fallback = new Semaphore(rules.primaryFallback());
    }

    View view() {
        return nodes.view();
    }

    Ticker ticker() {
        return ticker;
    }

    /** Returns what tells of connections that are held whether they may be kept. */
    HeldCheck check() {
        return check;
    }

    /** Returns what takes connections to whatever node fits. */
    Taking taking() {
        return taking;
    }

    Losses losses() {
        return losses;
    }

    RoutingCounts counts() {
        return counts;
    }

    RoutingStats stats() {
        return counts.stats(nodes.lent());
    }

    /** Breaks off what somebody has, from any thread. */
    void end(Borrower borrower) {
        nodes.lent().end(borrower);
    }

    /** Returns one that needs nothing yet. When something was done it knows by the last question: no look at the clock. */
    ReadSession newSession() {
        return new ReadSession(nodes::lastAskedNanos);
    }

    RouterRules rules() {
        return rules;
    }

    /** Returns what connections are like on which nobody has set anything; null until there was one. */
    @Nullable
    Defaults defaults() {
        return defaults;
    }

    void learnt(Defaults learnt) {
        if (defaults == null) {
            defaults = learnt;
        }
    }

    boolean isReadOnlyFailure(SQLException failure) {
        return rules.dialect().isReadOnlyFailure(failure);
    }

    /** Returns who takes connections to the primary. */
    Primaries primaries() {
        return primaries;
    }

    /** Something else is known of the nodes. */
    void changed() {
        lostWrites.lookAgain(nodes.view());
        waiting.changed();
    }

    /** Something was done at a node just now. */
    void did(ReadSession session, Seen at, boolean isWrite) {
        if (session.isMarked(at, isWrite)) {
            // As most often between two questions.
            return;
        }
        View view = nodes.view();
        Need need = session.need(view);
        Need.Mark mark = need.mark();
        if (mark != null && mark.isWrite() && !mark.isOf(at)) {
            // Nobody would know any more that there was a write of which nobody knows.
            lostWrites.look(session, need, view);
        }
        session.did(at, isWrite);
    }

    /** Returns what a session needs; where some of that is lost, what it needs instead. */
    Need need(ReadSession session) {
        View view = nodes.view();
        Need need = session.need(view);
        return lostWrites.look(session, need, view) ? session.need(view) : need;
    }

    void alarm() {
        nodes.alarm();
    }

    /** A node has failed somebody. */
    void suspect(Node node) {
        nodes.suspect(node, ticker.nanos());
    }

    /**
     * Takes a connection for reads: to a replica that shows what is needed, else to the primary, as many as may.
     *
     * @throws NoNodeException if there is none in time
     */
    Held replica(Borrower borrower) throws SQLException {
        long begun = ticker.nanos();
        return replica(borrower, begun, begun + rules.deadline().toNanos(), null);
    }

    /**
     * As {@link #replica(Borrower)}, after another one has failed, with what is left of the time.
     *
     * @param failed of a node that must not be taken again; null if it may
     */
    Held replicaInsteadOf(@Nullable Lease<Node> failed, Borrower borrower, long deadline) throws SQLException {
        return replica(borrower, ticker.nanos(), deadline, failed);
    }

    private Held replica(Borrower borrower, long begun, long deadline, @Nullable Lease<Node> failed)
            throws SQLException {
        Attempt attempt = new Attempt(borrower, failed, begun);
        ReadSession session = borrower.session();
        while (true) {
            requireOpen();
            View view = nodes.view();
            Need need = session.need(view);
            Lease<Node> lease = lease(view, need, attempt);
            Held held = lease == null
                    ? instead(session, view, need, begun, deadline, attempt)
                    : take(lease, view, need, attempt);
            if (held != null) {
                return held;
            }
            attempt.nanos = ticker.nanos();
        }
    }

    /** What has been tried for one connection. Not thread-safe. */
    private static final class Attempt {
        private final Borrower borrower;

        /** To be asked for another node, once. */
        private @Nullable Lease<Node> failed;

        /** Nodes whose pools have nothing left, which is no fault of theirs. */
        private final Set<String> exhausted = new HashSet<>();

        private @Nullable SQLException last;

        /** When it began, and again after each wait. */
        private long nanos;

        Attempt(Borrower borrower, @Nullable Lease<Node> failed, long nanos) {
            this.borrower = borrower;
            this.failed = failed;
            this.nanos = nanos;
        }
    }

    /** Returns a lease of a replica that shows what is needed; null if there is none. */
    private @Nullable Lease<Node> lease(View view, Need need, Attempt attempt) throws SQLException {
        try {
            Lease<Node> failed = attempt.failed;
            attempt.failed = null;
            Lease<Node> lease =
                    failed == null ? nodes.replicas().pick() : failed.retry().orElse(null);
            if (lease == null) {
                return null;
            }
            if (lease.target().mayRead(view, need, attempt.nanos) && !attempt.exhausted.contains(lease.name())) {
                return lease;
            }
            lease.close();
            return nodes.replicas().pick(PickOptions.NONE.withOnly(name -> {
                Node node = nodes.find(name);
                return node != null && node.mayRead(view, need, attempt.nanos) && !attempt.exhausted.contains(name);
            }));
        } catch (NoEndpointException e) {
            return null;
        } catch (BalancerClosedException e) {
            requireOpen();
            throw e;
        }
    }

    /** Returns null if the node has no connection, or is gone by now; the lease is over then. */
    private @Nullable Held take(Lease<Node> lease, View view, Need need, Attempt attempt) throws SQLException {
        Node node = lease.target();
        boolean isTaken = false;
        try {
            Connection physical = node.take();
            isTaken = true;
            Pick pick = new Pick(
                    nodes.lent(),
                    view,
                    need,
                    view.of(node.name()),
                    rules.dialect().replicasRefuseWrites());
            Held held = new Held(node, physical, attempt.borrower, pick, lease, null);
            if (nodes.isStill(held)) {
                held.counted();
                return held;
            }
            held.release();
            return null;
        } catch (SQLException e) {
            attempt.last = e;
            if (Failures.isOfNode(e)) {
                suspect(node);
                lease.failed(Origin.LOCAL);
                attempt.failed = lease;
            } else {
                attempt.exhausted.add(node.name());
            }
            return null;
        } finally {
            if (!isTaken) {
                lease.close();
            }
        }
    }

    /** No replica will do now: waits a moment for one, or takes the primary. Returns null to have another look. */
    private @Nullable Held instead(
            ReadSession session, View view, Need need, long begun, long deadline, Attempt attempt) throws SQLException {
        boolean hasReplicas = view.nodes().values().stream().anyMatch(Router::isReplicaSoon);
        if (lostWrites.look(session, need, view)) {
            return null;
        }
        long patience = begun + rules.waitForReplica().toNanos() - ticker.nanos();
        if (hasReplicas && !need.isNothing() && patience > 0 && waiting.tryWaitForOther(view, patience)) {
            return null;
        }
        lostWrites.lookLater(session, need, view);
        Held held = onPrimary(attempt.borrower, hasReplicas, deadline, attempt.last);
        // A pool may have something by now.
        attempt.exhausted.clear();
        return held;
    }

    /** One that lags may have caught up in a moment. */
    private static boolean isReplicaSoon(Seen seen) {
        return seen.standing() == NodeStanding.REPLICA || seen.standing() == NodeStanding.LAGGING;
    }

    /** Takes the primary for a read that no replica will do for; waits for the permit while there is time. */
    Held primaryForRead(Borrower borrower, long deadline) throws SQLException {
        while (true) {
            requireOpen();
            Held held = onPrimary(borrower, true, deadline, null);
            if (held != null) {
                return held;
            }
        }
    }

    /** With no replica at all there is nothing to wait for: what is too much fails fast. Returns null to have another look. */
    private @Nullable Held onPrimary(Borrower borrower, boolean hasReplicas, long deadline, @Nullable SQLException last)
            throws SQLException {
        if (nodes.isSingle()) {
            counts.primaryReads.increment();
            return primaries.take(borrower, need(borrower), deadline, null);
        }
        long left = deadline - ticker.nanos();
        if (fallback.tryAcquire() || (hasReplicas && left > 0 && awaitPermit(Math.min(left, GLANCE), last))) {
            return permitted(borrower, deadline);
        }
        if (!hasReplicas || left <= 0) {
            throw refusals.tooManyOnPrimary(last);
        }
        return null;
    }

    private Need need(Borrower borrower) {
        return borrower.session().need(nodes.view());
    }

    private boolean awaitPermit(long nanos, @Nullable SQLException last) throws SQLException {
        if (!waiting.tryEnter()) {
            throw refusals.tooManyWait("replica", last);
        }
        try {
            return fallback.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoNodeException("Interrupted while waiting for a node", e);
        } finally {
            waiting.leave();
        }
    }

    private Held permitted(Borrower borrower, long deadline) throws SQLException {
        Permit permit = new Permit(fallback);
        boolean isHeld = false;
        try {
            counts.primaryReads.increment();
            Held held = primaries.take(borrower, need(borrower), deadline, permit);
            isHeld = true;
            return held;
        } finally {
            if (!isHeld) {
                permit.release();
            }
        }
    }

    /** Tells whether there is a node for such statements, as far as anybody knows. */
    boolean hasNode(boolean wantsPrimary) {
        View view = nodes.view();
        long now = ticker.nanos();
        return primaries.node(view, now) != null
                || (!wantsPrimary
                        && view.nodes().values().stream()
                                .anyMatch(seen -> seen.standing() == NodeStanding.REPLICA && seen.isBelievedAt(now)));
    }

    void requireOpen() throws SQLException {
        waiting.requireOpen();
    }

    /** Takes nothing from now on; false if it was closed before. */
    boolean close() {
        return waiting.close();
    }
}
