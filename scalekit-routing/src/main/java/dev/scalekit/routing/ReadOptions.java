package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How reads are routed. Not thread-safe. */
public final class ReadOptions {
    static final Duration LAG = Duration.ofSeconds(1);

    private @Nullable Duration maximumLag;
    private @Nullable Consistency consistency;
    private Duration waitForReplica = Duration.ofMillis(20);
    private int primaryFallback = 8;
    private Duration deadline = Duration.ofSeconds(5);

    ReadOptions() {}

    /**
     * Sets by how much a replica may be behind that is read. From the time that a probe may take in all to one day. Default: 1
     * second. A replica that is further behind is read again when it is behind by half of that.
     */
    public ReadOptions maximumLag(Duration lag) {
        maximumLag = requireNonNull(lag, "lag");
        return this;
    }

    /** Sets what a read is sure to see. Default: {@link Consistency#SESSION}, where the dialect can tell. */
    public ReadOptions consistency(Consistency consistency) {
        this.consistency = requireNonNull(consistency, "consistency");
        return this;
    }

    /**
     * Sets for how long to wait until some replica has what a read must see, before the primary is read. From zero to one minute.
     * Default: 20 ms, in which most replicas get there, and which few people notice.
     */
    public ReadOptions waitForReplica(Duration bound) {
        waitForReplica = requireNonNull(bound, "bound");
        return this;
    }

    /**
     * Sets how many reads may be on the primary at once that a replica should have had. From 0 to 1,000,000. Default: 8: what
     * all replicas did would be the end of it. If there is no replica at all further ones fail at once, and wait until the
     * deadline otherwise. A router with one node only has no such limit.
     */
    public ReadOptions primaryFallback(int connections) {
        primaryFallback = connections;
        return this;
    }

    /**
     * Sets for how long to look for a connection to read on, and for how long after its first failure a statement is executed again
     * on another node, three times at most. From
     * 1 ms to one day. Default: 5 seconds. The pool of a node may wait longer by itself.
     */
    public ReadOptions deadline(Duration deadline) {
        this.deadline = requireNonNull(deadline, "deadline");
        return this;
    }

    Duration checkedLag(ReplicationDialect dialect) {
        if (maximumLag != null && !dialect.tellsPositions()) {
            throw new IllegalArgumentException("maximumLag cannot be kept, as " + dialect
                    + " does not tell how far a node has got: " + maximumLag);
        }
        return Limits.requireBetween(
                maximumLag == null ? LAG : maximumLag, "maximumLag", Duration.ofMillis(1), Limits.LONGEST);
    }

    Consistency checkedConsistency(ReplicationDialect dialect) {
        if (consistency == Consistency.SESSION && !dialect.tellsPositions()) {
            throw new IllegalArgumentException("consistency must be NONE, as " + dialect
                    + " does not tell how far a node has got, and all reads after a"
                    + " write would be on the primary: " + consistency);
        }
        return consistency != null ? consistency : dialect.tellsPositions() ? Consistency.SESSION : Consistency.NONE;
    }

    Duration checkedWait() {
        return Limits.requireBetween(waitForReplica, "waitForReplica", Duration.ZERO, Duration.ofMinutes(1));
    }

    int checkedFallback() {
        return Limits.requireBetween(primaryFallback, "primaryFallback", 0, 1_000_000);
    }

    Duration checkedDeadline() {
        return Limits.requireBetween(deadline, "reads' deadline", Duration.ofMillis(1), Limits.LONGEST);
    }
}
