package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says which standby to promote when the primary is lost: the one that is known to have replayed all that any other one has. Whoever
 * operates the database promotes it; nothing is done here.
 *
 * <p>What a standby has received and not replayed yet is not known here, and with synchronous replication that may be an
 * acknowledged commit: if not all standbys are synchronous, compare {@code pg_last_wal_receive_lsn()} of them before, and not until
 * {@code pg_stat_wal_receiver} of none says that it is streaming: what a dead primary has sent may still be on its way. Not
 * instantiable.
 */
public final class PromotionAdvisor {
    private PromotionAdvisor() {}

    /**
     * What to do. Immutable.
     *
     * @param node the one to promote; empty if there is none of which that can be said
     * @param hasEverythingSeen whether it has all that any node is known to have had: what the primary acknowledged after it was asked
     *     last is not known here
     * @param reason why, for people
     */
    public record Advice(Optional<String> node, boolean hasEverythingSeen, String reason) {
        public Advice {
            requireNonNull(node, "node");
            requireNonNull(reason, "reason");
        }
    }

    /** Looks at a topology, as {@link RoutingDataSource#topology} returns it. */
    public static Advice advise(TopologySnapshot topology) {
        requireNonNull(topology, "topology");
        Optional<NodeStatus> primary = topology.primary();
        if (primary.isPresent()) {
            return none(primary.get().name()
                    + " is the primary: stop it, or know that it is lost, before another one is promoted");
        }
        List<NodeStatus> ambiguous = standing(topology, NodeStanding.AMBIGUOUS);
        if (!ambiguous.isEmpty()) {
            return none(
                    "several are primaries already: find out which of them has the writes that count, and stop the others: "
                            + ambiguous.stream().map(NodeStatus::name).toList());
        }
        List<NodeStatus> standbys = new ArrayList<>(standing(topology, NodeStanding.REPLICA));
        standbys.addAll(standing(topology, NodeStanding.LAGGING));
        standbys.removeIf(node -> node.position() == null);
        Optional<NodeStatus> best = standbys.stream()
                .filter(node -> standbys.stream().allMatch(other -> covers(topology, node, other)))
                .findFirst();
        return best.map(node -> advice(topology, node))
                .orElseGet(() -> none("of no standby is it known that it has all that the others have: "
                        + standbys.stream().map(NodeStatus::name).toList()));
    }

    private static Advice advice(TopologySnapshot topology, NodeStatus node) {
        List<String> ahead = topology.nodes().stream()
                .filter(other -> other.position() != null
                        && other.standing() != NodeStanding.FOREIGN
                        && !covers(topology, node, other))
                .map(NodeStatus::name)
                .toList();
        String command =
                "; on PostgreSQL wait until none is streaming, compare pg_last_wal_receive_lsn() too, and SELECT pg_promote()";
        return ahead.isEmpty()
                ? new Advice(
                        Optional.of(node.name()),
                        true,
                        node.name() + " has replayed all that any node is known to have had" + command)
                : new Advice(
                        Optional.of(node.name()),
                        false,
                        node.name() + " has replayed all that the other standbys have, but not all that was seen of "
                                + ahead + ": that is lost if it is promoted" + command);
    }

    private static boolean covers(TopologySnapshot topology, NodeStatus node, NodeStatus other) {
        return topology.covers(node.name(), requireNonNull(other.position()));
    }

    private static List<NodeStatus> standing(TopologySnapshot topology, NodeStanding standing) {
        return topology.nodes().stream()
                .filter(node -> node.standing() == standing)
                .toList();
    }

    private static Advice none(String reason) {
        return new Advice(Optional.empty(), false, reason);
    }
}
