package dev.scalekit.routing;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What those are told for whom there is no node; they are counted. Thread-safe. */
final class Refusals {
    private final Nodes nodes;
    private final RouterRules rules;
    private final RoutingCounts counts;

    Refusals(Nodes nodes, RouterRules rules, RoutingCounts counts) {
        this.nodes = nodes;
        this.rules = rules;
        this.counts = counts;
    }

    /** @param last what was met last; null if that is nothing */
    NoNodeException none(String role, @Nullable SQLException last) {
        return counted(new NoNodeException(reasons(role), last));
    }

    NoNodeException tooManyOnPrimary(@Nullable SQLException last) {
        return counted(new NoNodeException(
                reasons("replica") + ", and " + rules.primaryFallback()
                        + " reads are on the primary, which is as many as may",
                last));
    }

    NoNodeException tooManyWait(String role, @Nullable SQLException last) {
        return counted(new NoNodeException(
                reasons(role) + ", and " + rules.maximumWaiting() + " callers wait for one, which is as many as may",
                last));
    }

    AmbiguousPrimaryException ambiguous() {
        return counted(new AmbiguousPrimaryException(reasons("primary")));
    }

    private <E extends SQLException> E counted(E refusal) {
        counts.refused.increment();
        return refusal;
    }

    private String reasons(String role) {
        return nodes.name() + " has no " + role + " to take: " + nodes.reasons();
    }
}
