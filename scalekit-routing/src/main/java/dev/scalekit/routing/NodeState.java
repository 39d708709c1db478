package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself, at one moment. Immutable.
 *
 * @param role what it is
 * @param cluster what all nodes of its cluster say alike, and nodes of others do not; empty if the database does not tell
 * @param incarnation another one after each start of the server: as long as it stays the same, what the node has had it has;
 *     empty if the database does not tell
 * @param position how far it has got; null if the database does not tell, or not yet
 * @param isExact whether nobody can have read anything there that is not in the position; otherwise it has got so far at least
 */
public record NodeState(
        NodeRole role,
        String cluster,
        String incarnation,
        @Nullable Position position,
        boolean isExact) {
    /** @throws IllegalArgumentException if it is a primary whose position is not exact: nobody could tell what was written */
    public NodeState {
        requireNonNull(role, "role");
        requireNonNull(cluster, "cluster");
        requireNonNull(incarnation, "incarnation");
        if (role == NodeRole.PRIMARY && !isExact) {
            throw new IllegalArgumentException("isExact must be true of a primary: false");
        }
    }

    /** A node that takes writes, and has got just so far. */
    public static NodeState primary(String cluster, String incarnation, @Nullable Position position) {
        return new NodeState(NodeRole.PRIMARY, cluster, incarnation, position, true);
    }

    /** A node that follows another one, and only reads; it has got just so far. */
    public static NodeState replica(String cluster, String incarnation, @Nullable Position position) {
        return new NodeState(NodeRole.REPLICA, cluster, incarnation, position, true);
    }

    /**
     * A node that follows another one, and only reads; it has got so far, and perhaps further. It is read as any other, but whoever has
     * read there what this position may lack goes on there or on the primary, until it tells an exact one.
     */
    public static NodeState replicaAtLeast(String cluster, String incarnation, Position position) {
        return new NodeState(NodeRole.REPLICA, cluster, incarnation, position, false);
    }

    /** Returns the epoch of its position; 0 if there is none. */
    public long epoch() {
        return position == null ? 0 : position.epoch();
    }

    /** Tells whether this is the same server as before, without a start in between. */
    boolean isSameServerAs(NodeState before) {
        return !incarnation.isEmpty() && incarnation.equals(before.incarnation) && cluster.equals(before.cluster);
    }
}
