package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All nodes of a router at one moment. Immutable.
 *
 * @param version grows with each change of a standing, and with each node that comes or goes
 * @param at when it was made, by this machine's clock
 * @param epoch the highest that any node has told, unless all that have were removed; nothing is sent to a primary of a lower
 *     one
 * @param ambiguous epochs in which two nodes have said to be the primary: a position of one says nothing
 * @param nodes in the order in which they were added
 */
public record TopologySnapshot(long version, Instant at, long epoch, Set<Long> ambiguous, List<NodeStatus> nodes) {
    public TopologySnapshot {
        requireNonNull(at, "at");
        ambiguous = Set.copyOf(ambiguous);
        nodes = List.copyOf(nodes);
    }

    /** Returns the node that takes writes, if there is one. */
    public Optional<NodeStatus> primary() {
        return nodes.stream()
                .filter(node -> node.standing() == NodeStanding.PRIMARY)
                .findFirst();
    }

    /**
     * Tells whether a node is known to have everything up to a position.
     *
     * @throws IllegalArgumentException if there is no node of that name
     */
    public boolean covers(String name, Position position) {
        Position reached = node(name).position();
        return reached != null && !ambiguous.contains(position.epoch()) && Covering.covers(reached, position);
    }

    /**
     * Returns one node.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public NodeStatus node(String name) {
        requireNonNull(name, "name");
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("node must be one of "
                        + nodes.stream().map(NodeStatus::name).toList() + ": " + name));
    }
}
