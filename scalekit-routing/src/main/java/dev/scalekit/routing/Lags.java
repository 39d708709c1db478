package dev.scalekit.routing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * How far the primary had got when, to tell how long ago a replica's state was the newest: by this machine's clock alone, and
 * zero for a replica that has everything, also if nothing is written (MongoDB's selection of servers computes in the same
 * spirit: "Server Selection", its specification). Not thread-safe.
 */
final class Lags {
    /** So exact is a lag: to this part of the longest that matters. */
    private static final int EXACTNESS = 16;

    /** Of two samples that are close one may go, so these last for twice the longest lag at least. */
    private static final int SAMPLES = 4 * EXACTNESS;

    private final long apartNanos;
    /** The oldest first, each with another position than the one before. */
    private final Deque<Sample> samples = new ArrayDeque<>();

    private @Nullable Position newest;
    private @Nullable Long confirmedNanos;

    /** @param longest the longest lag that has to be told from longer ones */
    Lags(Duration longest) {
        this.apartNanos = Math.max(1, longest.toNanos() / EXACTNESS);
    }

    void add(Position position, long askedNanos) {
        newest = position;
        if (confirmedNanos == null || askedNanos - confirmedNanos > 0) {
            confirmedNanos = askedNanos;
        }
        // A crash takes back what was not written yet, and a failover what no standby had: that will never be replayed.
        samples.removeIf(sample -> !Covering.covers(position, sample.position()));
        Sample last = samples.peekLast();
        if (last != null && Covering.covers(last.position(), position)) {
            return;
        }
        if (isTooClose(askedNanos)) {
            samples.removeLast();
        }
        samples.addLast(new Sample(position, askedNanos));
        if (samples.size() > SAMPLES) {
            samples.removeFirst();
        }
    }

    /** Tells whether the last sample is so little later than the one before that a newer one can take its place. */
    private boolean isTooClose(long askedNanos) {
        Iterator<Sample> newestFirst = samples.descendingIterator();
        if (samples.size() < 2) {
            return false;
        }
        newestFirst.next();
        return askedNanos - newestFirst.next().askedNanos() < apartNanos;
    }

    /** Returns the position of the primary that was seen last. */
    @Nullable
    Position newest() {
        return newest;
    }

    /** Returns for how long a position has not been the newest that was seen, at most; null if no primary has been seen. */
    @Nullable
    Duration of(Position position, long nowNanos) {
        if (samples.isEmpty()) {
            return null;
        }
        for (Sample sample : samples) {
            if (!Covering.covers(position, sample.position())) {
                return since(sample.askedNanos(), nowNanos);
            }
        }
        return Duration.ZERO;
    }

    /** Returns for how long no primary has said how far it has got; null if none has ever. */
    @Nullable
    Duration unconfirmed(long nowNanos) {
        return confirmedNanos == null ? null : since(confirmedNanos, nowNanos);
    }

    private static Duration since(long nanos, long nowNanos) {
        return Duration.ofNanos(Math.max(0, nowNanos - nanos));
    }

    /** Forgets the positions of other epochs: of replicas of this one nobody knows whether they have those. */
    void forgetOtherThan(long epoch) {
        samples.removeIf(sample -> sample.position().epoch() != epoch);
    }

    /** Forgets all positions: what was is no measure for what follows. */
    void clear() {
        samples.clear();
        newest = null;
    }
}
