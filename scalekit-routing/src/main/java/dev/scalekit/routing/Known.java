package dev.scalekit.routing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of one node. Not thread-safe: {@link Cluster} has the lock. */
final class Known {
    private final String name;
    private @Nullable NodeState state;
    private @Nullable Position position;
    private long askedNanos;
    /** Since the last answer. */
    private int failures;

    private String failure = "";
    private NodeStatus status;

    Known(String name, Instant now) {
        this.name = name;
        this.status = new NodeStatus(name, NodeStanding.UNKNOWN, "has not answered yet", now, null, null);
    }

    /**
     * It has answered.
     *
     * @param position the one of the answer, with what is known of its history
     * @param askedNanos when the question was sent
     */
    void answered(NodeState answer, @Nullable Position position, long askedNanos) {
        this.askedNanos = askedNanos;
        this.state = answer;
        this.position = position;
        this.failures = 0;
    }

    /** Its history is not known any more. */
    void forgetHistory() {
        position = state == null ? null : state.position();
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
        return isOther;
    }

    String name() {
        return name;
    }

    /** Returns its last answer. */
    @Nullable
    NodeState state() {
        return state;
    }

    @Nullable
    Position position() {
        return position;
    }

    /** Returns when the question was sent that it has answered last. */
    long askedNanos() {
        return askedNanos;
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
}
