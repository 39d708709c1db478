package dev.scalekit.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of one node. Not thread-safe: {@link Cluster} has the lock. */
final class Known {
    private final String name;
    private @Nullable NodeState state;
    private @Nullable Position position;
    private @Nullable Sample exact;
    private long statedEpoch;
    private long epoch;
    private long highestEpoch;
    /** When the question was sent that was answered last, or before which all are about another node; null for none. */
    private @Nullable Long askedNanos;

    private long answeredNanos;
    /** Since the last answer. */
    private int failures;

    private String failure = "";
    private NodeStatus status;
    /** Since when it has been near enough again, while it is not read yet; null if it is not. */
    private @Nullable Long nearSinceNanos;
    /** Where it has what the primary has not. */
    private @Nullable Ahead ahead;

    /** It has more than the primary of an epoch: until it is started anew, or there is another epoch. */
    private record Ahead(String incarnation, long epoch) {}

    /** @param sinceNanos answers to questions that were sent before are about another node of that name; null for none */
    Known(String name, @Nullable Long sinceNanos, Instant now) {
        this.name = name;
        this.askedNanos = sinceNanos;
        this.status = new NodeStatus(name, NodeStanding.UNKNOWN, "has not answered yet", now, null, null);
    }

    /** Tells whether an answer comes too late: it was asked since, and has answered. */
    boolean isLate(long asked) {
        return askedNanos != null && asked - askedNanos < 0;
    }

    /**
     * It has answered.
     *
     * @param position the one of the answer, with what is known of its history
     * @param askedNanos when the question was sent
     */
    void answered(NodeState answer, @Nullable Position position, long askedNanos, long nowNanos) {
        // First what is somebody else's, and may fail.
        long stated = answer.epoch();
        this.exact = exact(answer, position, askedNanos);
        this.epoch = position == null ? 0 : position.epoch();
        this.statedEpoch = stated;
        boolean isOfAnother = state != null && !state.cluster().equals(answer.cluster());
        this.highestEpoch = isOfAnother ? stated : Math.max(highestEpoch, stated);
        this.askedNanos = askedNanos;
        this.answeredNanos = nowNanos;
        this.state = answer;
        this.position = position;
        this.failures = 0;
    }

    /** Returns how far it had got when it was asked last of the times when it has said just that, which may be this one. */
    private @Nullable Sample exact(NodeState answer, @Nullable Position position, long askedNanos) {
        Position told = answer.position();
        if (answer.isExact() && told != null && position != null && Covering.covers(position, told)) {
            return new Sample(position, askedNanos);
        }
        return state != null && answer.isSameServerAs(state) ? exact : null;
    }

    /** Its history is not known any more. */
    void forgetHistory() {
        position = state == null ? null : state.position();
        epoch = statedEpoch;
        exact = state == null || position == null || !state.isExact() ? null : new Sample(position, askedNanos());
    }

    /** It has not. */
    void failed(String why) {
        failures++;
        failure = why;
    }

    /** Puts it where the rules say, and returns whether that is another standing. */
    boolean stand(NodeStanding standing, String reason, @Nullable Duration lag, Instant now) {
        boolean isOther = standing != status.standing();
        status = new NodeStatus(name, standing, reason, isOther ? now : status.since(), position, lag);
        if (isOther) {
            nearSinceNanos = null;
        }
        return isOther;
    }

    /** It is near enough to be read; returns for how long it has been so without being read. */
    long nearForNanos(long nowNanos) {
        if (nearSinceNanos == null) {
            nearSinceNanos = nowNanos;
        }
        return nowNanos - nearSinceNanos;
    }

    void far() {
        nearSinceNanos = null;
    }

    /**
     * It was compared with the primary of an epoch, which was asked later.
     *
     * @param isAhead whether it has what that has not
     */
    void compared(long epoch, boolean isAhead) {
        if (isAhead) {
            ahead = new Ahead(incarnation(), epoch);
        } else if (incarnation().isEmpty()) {
            // It may have been started anew; nobody would ever know.
            ahead = null;
        }
    }

    /** Tells whether it has had what the primary of the epoch had not: also if that has written as much since, it is other. */
    boolean isAhead(long epoch) {
        return ahead != null && ahead.equals(new Ahead(incarnation(), epoch));
    }

    String name() {
        return name;
    }

    /** Returns its last answer. */
    @Nullable
    NodeState state() {
        return state;
    }

    boolean isPrimary() {
        return state != null && state.role() == NodeRole.PRIMARY;
    }

    /** Returns of which cluster it says that it is; null if it has not answered. */
    @Nullable
    String cluster() {
        return state == null ? null : state.cluster();
    }

    String incarnation() {
        return state == null ? "" : state.incarnation();
    }

    @Nullable
    Position position() {
        return position;
    }

    /** Returns the epoch of its last answer; 0 if there is none. */
    long statedEpoch() {
        return statedEpoch;
    }

    /** Returns the epoch of its position; 0 if there is none. */
    long epoch() {
        return epoch;
    }

    /** Returns the highest epoch of its cluster that it has ever told, whatever it tells now. */
    long highestEpoch() {
        return highestEpoch;
    }

    /** Returns when the question was sent that it has answered last. */
    long askedNanos() {
        return askedNanos == null ? 0 : askedNanos;
    }

    /** Returns when it had answered it. */
    long answeredNanos() {
        return answeredNanos;
    }

    int failures() {
        return failures;
    }

    String failure() {
        return failure;
    }

    NodeStatus status() {
        return status;
    }

    Seen seen(Duration expiry, Set<Long> ambiguous) {
        return new Seen(
                name,
                status.standing(),
                incarnation(),
                epoch,
                position,
                exact,
                askedNanos(),
                askedNanos() + expiry.toNanos(),
                ambiguous);
    }
}
