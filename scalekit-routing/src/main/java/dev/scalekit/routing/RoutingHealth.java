package dev.scalekit.routing;

import java.util.ArrayList;
import java.util.List;

/**
 * How a router is, for a health check of its application: that a replica is down is worth an alarm, and no reason to take the
 * application out of service. Immutable.
 *
 * @param status what can be done
 * @param problems a sentence for each node that is not as it should be
 */
public record RoutingHealth(Status status, List<String> problems) {
    /** What can be done. */
    public enum Status {
        /** Everything, on all nodes. */
        UP,
        /** Everything, but some node is not well. */
        DEGRADED,
        /** There are replicas to read, and no primary. */
        READ_ONLY,
        /** Nothing. */
        DOWN
    }

    public RoutingHealth {
        problems = List.copyOf(problems);
    }

    static RoutingHealth of(TopologySnapshot topology) {
        List<String> problems = new ArrayList<>();
        boolean hasReplica = false;
        for (NodeStatus node : topology.nodes()) {
            hasReplica |= node.standing() == NodeStanding.REPLICA;
            if (node.standing() != NodeStanding.PRIMARY && node.standing() != NodeStanding.REPLICA) {
                problems.add(node.name() + " is " + node.standing() + ": " + node.reason());
            }
        }
        if (topology.primary().isPresent()) {
            return new RoutingHealth(problems.isEmpty() ? Status.UP : Status.DEGRADED, problems);
        }
        problems.add("there is no primary");
        return new RoutingHealth(hasReplica ? Status.READ_ONLY : Status.DOWN, problems);
    }

    /** Tells whether an application that reads and writes works. */
    public boolean isUp() {
        return status == Status.UP || status == Status.DEGRADED;
    }
}
