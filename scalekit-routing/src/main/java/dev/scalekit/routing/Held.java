package dev.scalekit.routing;

import dev.scalekit.routing.balance.Lease;
import dev.scalekit.routing.balance.Origin;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of a node's pool, with all that has to be given back with it. For one thread at a time, but for {@link
 * #breakOff}.
 */
final class Held {
    private static final Logger LOG = LoggerFactory.getLogger(Held.class);

    final Node node;
    final Connection physical;
    /** Who has it. */
    final Borrower borrower;

    /** Whether the node is the primary, for the router, and not a replica. */
    final boolean isPrimary;

    /** Whether the server refuses writes whatever the connection says, as a standby does: to tell it takes round trips. */
    final boolean refusesWrites;

    /** Whether it is used for reads only, by what was declared. */
    boolean isReading;

    /** Whether somebody has the driver's own connection of it. */
    boolean isUnwrapped;

    /** Whether it has been told so. */
    boolean isToldToRead;

    private final @Nullable Lease<Node> lease;
    private @Nullable Permit permit;
    private final Lent lent;
    private final int slot;

    /** Those that were made on it, and are not closed. */
    final OpenStatements statements = new OpenStatements();

    /** What it was chosen by, to see quickly that nothing has changed. */
    View view;

    Need need;
    Seen seen;

    private boolean failed;
    private boolean used;
    private volatile boolean broken;

    /**
     * @param lease of a replica
     * @param permit for a read on the primary
     */
    Held(
            Node node,
            Connection physical,
            Borrower borrower,
            Pick pick,
            @Nullable Lease<Node> lease,
            @Nullable Permit permit) {
        this.node = node;
        this.physical = physical;
        this.borrower = borrower;
        this.isPrimary = lease == null;
        this.refusesWrites = !isPrimary && pick.replicasRefuseWrites();
        this.view = pick.view();
        this.need = pick.need();
        this.seen = pick.seen();
        this.lease = lease;
        this.permit = permit;
        this.lent = pick.lent();
        this.slot = lent.add(this);
    }

    /** What a node was chosen by. */
    record Pick(Lent lent, View view, Need need, Seen seen, boolean replicasRefuseWrites) {}

    /** Tells whether its node is what it was taken for; another one may have its name by now. */
    boolean isAsTaken(View current) {
        NodeStanding taken = isPrimary ? NodeStanding.PRIMARY : NodeStanding.REPLICA;
        return !node.isRemoved() && current.of(node.name()).standing() == taken;
    }

    /** A statement was answered. */
    void answered() {
        if (!used) {
            used = true;
            if (lease != null) {
                lease.answered();
            }
        }
    }

    /** It must not be used again. */
    void broke() {
        broken = true;
    }

    /** Its node has failed. */
    void failed() {
        failed = true;
        broken = true;
    }

    boolean isBroken() {
        return broken;
    }

    /** Ends the connection from another thread, whatever it is doing: its node is gone. */
    void breakOff() {
        broken = true;
        abort();
    }

    private void abort() {
        try {
            physical.abort(Runnable::run);
        } catch (Throwable e) {
            // Drivers have thrown Errors here; whoever uses the connection sees that it is broken.
            LOG.debug("A connection to {} could not be broken off", node, e);
        }
    }

    /** Gives it back, but for the permit, which somebody still has. */
    void releaseButPermit() {
        permit = null;
        release();
    }

    /** Breaks it off and gives it back, for another thread, which says where it has found it: it may be in the making. */
    void end(int found) {
        broke();
        release(found);
    }

    /** Counts it as one that is used for what it was taken for. */
    void counted() {
        lent.count(this, slot);
    }

    /** Gives everything back, once, though two threads do; what goes wrong with that is nobody's concern any more. */
    void release() {
        release(slot);
    }

    private void release(int from) {
        if (!lent.remove(this, from)) {
            return;
        }
        if (broken) {
            quietly(() -> node.sources().evict().accept(physical));
            abort();
        }
        quietly(physical);
        if (permit != null) {
            permit.release();
        }
        if (lease != null) {
            if (failed) {
                lease.failed(Origin.LOCAL);
            } else if (used) {
                lease.success();
            } else {
                lease.close();
            }
        }
    }

    /** Tells whether it counts as a read that a replica should have had. */
    boolean hasPermit() {
        return permit != null;
    }

    /** Returns the lease, to ask it for another node; null on the primary. */
    @Nullable
    Lease<Node> lease() {
        return lease;
    }

    private void quietly(AutoCloseable step) {
        try {
            step.close();
        } catch (Throwable e) {
            LOG.debug("A connection to {} could not be given back in order", node, e);
        }
    }

    @Override
    public String toString() {
        return node + (isPrimary ? " as primary" : " as replica");
    }
}
