package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One node at one moment. Immutable.
 *
 * @param name unique in its router
 * @param standing what the router makes of it
 * @param reason why, for people
 * @param since since when, by this machine's clock
 * @param position how far it had got when it was last asked; null if that is not known
 * @param lag for how long there has been something on the primary that it has not got: at most the time since the primary was
 *     asked more than that, and zero if it had everything that the primary has told. If no node is the primary, and it has
 *     everything that the last one told: for how long nobody has said more. Null if that is not known, or it is no replica
 */
public record NodeStatus(
        String name,
        NodeStanding standing,
        String reason,
        Instant since,
        @Nullable Position position,
        @Nullable Duration lag) {
    public NodeStatus {
        requireNonNull(name, "name");
        requireNonNull(standing, "standing");
        requireNonNull(reason, "reason");
        requireNonNull(since, "since");
    }
}
