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
 * @param position how far it has got at least; null if the database does not tell, or not yet
 */
public record NodeState(
        NodeRole role,
        String cluster,
        String incarnation,
        @Nullable Position position) {
    public NodeState {
        requireNonNull(role, "role");
        requireNonNull(cluster, "cluster");
        requireNonNull(incarnation, "incarnation");
    }

    /** A node that takes writes. */
    public static NodeState primary(String cluster, String incarnation, @Nullable Position position) {
        return new NodeState(NodeRole.PRIMARY, cluster, incarnation, position);
    }

    /** A node that follows another one, and only reads. */
    public static NodeState replica(String cluster, String incarnation, @Nullable Position position) {
        return new NodeState(NodeRole.REPLICA, cluster, incarnation, position);
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
