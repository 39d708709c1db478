package dev.scalekit.routing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where each node stands, by what is known of it and of the others. Not thread-safe: {@link Cluster} has the lock. */
final class Standings {
    /** A replica that was too far behind is read again if it has been near enough for so many times the limit. */
    private static final int NEAR_FOR = 4;

    private final ClusterRules rules;
    private final Claims claims;
    private final Lags lags;

    Standings(ClusterRules rules, Claims claims, Lags lags) {
        this.rules = rules;
        this.claims = claims;
        this.lags = lags;
    }

    /**
     * Puts a node where it belongs, and returns whether that is another standing.
     *
     * @param identity of which cluster it should be
     * @param primary the one that takes writes; null if there is none
     */
    boolean judge(Known node, String identity, @Nullable Known primary, long nowNanos, Instant now) {
        if (!isBelieved(node, nowNanos)) {
            return unbelieved(node, now);
        }
        if (!identity.equals(node.cluster())) {
            return node.stand(
                    NodeStanding.FOREIGN, "is of cluster " + node.cluster() + ", not of " + identity, null, now);
        }
        return node.isPrimary() ? claimant(node, primary, now) : replica(node, primary, nowNanos, now);
    }

    boolean isBelieved(Known node, long nowNanos) {
        return node.state() != null
                && node.failures() < rules.fall()
                && nowNanos - node.askedNanos() < rules.expiry().toNanos();
    }

    private boolean unbelieved(Known node, Instant now) {
        if (node.failures() >= rules.fall() || (node.state() == null && node.failures() > 0)) {
            return node.stand(NodeStanding.DOWN, node.failure(), null, now);
        }
        String reason = node.state() == null
                ? "has not answered yet"
                : "was not heard of for " + rules.expiry().toMillis() + " ms";
        return node.stand(NodeStanding.UNKNOWN, reason, null, now);
    }

    private boolean claimant(Known node, @Nullable Known primary, Instant now) {
        long epoch = claims.epoch();
        if (node == primary) {
            return node.stand(NodeStanding.PRIMARY, "is the primary of epoch " + epoch, null, now);
        }
        if (node.statedEpoch() < epoch) {
            return node.stand(
                    NodeStanding.DEPOSED,
                    "is a primary of epoch " + node.statedEpoch() + ", and there is epoch " + epoch,
                    null,
                    now);
        }
        return node.stand(
                NodeStanding.AMBIGUOUS,
                "is one of the primaries of epoch " + epoch + ", which are " + String.join(", ", claims.contenders()),
                null,
                now);
    }

    private boolean replica(Known node, @Nullable Known primary, long nowNanos, Instant now) {
        Position position = node.position();
        if (position == null) {
            return "".equals(node.cluster())
                    ? node.stand(NodeStanding.REPLICA, "follows; how closely is not known", null, now)
                    : node.stand(NodeStanding.UNKNOWN, "has not told yet what it has", null, now);
        }
        if (node.epoch() < claims.epoch() && !isBehindFork(node.epoch(), position)) {
            return node.stand(
                    NodeStanding.DIVERGED,
                    "is of epoch " + node.epoch() + ", and nothing says that its history is part of that of epoch "
                            + claims.epoch(),
                    null,
                    now);
        }
        if (primary != null && isAhead(node, position, primary)) {
            return node.stand(
                    NodeStanding.DIVERGED, "has what " + primary.name() + ", the primary, has not", null, now);
        }
        return follower(node, position, primary != null, nowNanos, now);
    }

    private boolean isBehindFork(long epoch, Position position) {
        Position head = lags.newest();
        return head != null
                && head.epoch() == claims.epoch()
                && !claims.ambiguous().contains(epoch)
                && Covering.covers(head, position);
    }

    /** Of two questions the one that was asked after the other was answered is told no less, if both are of one history. */
    private boolean isAhead(Known node, Position position, Known primary) {
        Position head = primary.position();
        if (head != null && node.epoch() == primary.epoch() && primary.askedNanos() - node.answeredNanos() > 0) {
            node.compared(primary.epoch(), !Covering.covers(head, position));
        }
        return node.isAhead(primary.epoch());
    }

    private boolean follower(Known node, Position position, boolean hasPrimary, long nowNanos, Instant now) {
        Duration behind = lags.of(position, nowNanos);
        if (behind != null && isTooFar(node, behind, nowNanos)) {
            return node.stand(NodeStanding.LAGGING, "is behind by " + behind.toMillis() + " ms", behind, now);
        }
        if (hasPrimary || (behind != null && !behind.isZero())) {
            return node.stand(
                    NodeStanding.REPLICA,
                    behind == null ? "follows; how closely is not known" : "follows",
                    behind,
                    now);
        }
        Duration unconfirmed = lags.unconfirmed(nowNanos);
        return node.stand(
                NodeStanding.REPLICA,
                unconfirmed == null
                        ? "follows; how closely is not known"
                        : "has all that is known, and there is no primary that says more",
                unconfirmed,
                now);
    }

    /** One that is about as far behind as it may be must not come and go: with each coming it starts slowly. */
    private boolean isTooFar(Known node, Duration behind, long nowNanos) {
        Duration limit = rules.maximumLag();
        if (behind.compareTo(limit) > 0) {
            node.far();
            return true;
        }
        return node.status().standing() == NodeStanding.LAGGING
                && behind.multipliedBy(2).compareTo(limit) > 0
                && node.nearForNanos(nowNanos) < limit.multipliedBy(NEAR_FOR).toNanos();
    }
}
