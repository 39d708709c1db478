package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself, at one moment. Immutable.
 *
 * @param role what it is
 * @param cluster what all nodes of its cluster say alike, and nodes of others do not; empty if the database does not tell
 * @param position how far it has got; null if the database does not tell, or not yet
 */
public record NodeState(
        NodeRole role, String cluster, @Nullable Position position) {
    public NodeState {
        requireNonNull(role, "role");
        requireNonNull(cluster, "cluster");
    }

    /** Returns the epoch of its position; 0 if there is none. */
    public long epoch() {
        return position == null ? 0 : position.epoch();
    }
}
