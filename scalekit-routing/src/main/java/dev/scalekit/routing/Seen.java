package dev.scalekit.routing;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One node, as far as whoever picks has to know it. Immutable.
 *
 * @param incarnation of its last answer; empty if it has not answered, or does not tell
 * @param epoch of its position; 0 if there is none
 * @param position how far it has got at least, with its history; null if that is not known
 * @param exact how far it had got when it was asked last of the times when it has said just that; null if it never has since it
 *     was started. What was read there before is in it; what is in the position alone may be less
 * @param askedNanos when the question was sent that it has answered last
 * @param validUntilNanos until when that answer counts: who picks may have been stopped for long, or the monitor may hang
 * @param ambiguous epochs of which a position says nothing
 */
record Seen(
        String name,
        NodeStanding standing,
        String incarnation,
        long epoch,
        @Nullable Position position,
        @Nullable Sample exact,
        long askedNanos,
        long validUntilNanos,
        Set<Long> ambiguous) {
    /** A node of which nothing was heard, or that is none any more. */
    static Seen unknown(String name) {
        return new Seen(name, NodeStanding.UNKNOWN, "", 0, null, null, 0, 0, Set.of());
    }

    /** Tells whether it is known to have everything up to a position. */
    boolean covers(Position other) {
        return position != null && !ambiguous.contains(other.epoch()) && Covering.covers(position, other);
    }

    boolean isBelievedAt(long nowNanos) {
        return standing != NodeStanding.UNKNOWN && standing != NodeStanding.DOWN && nowNanos - validUntilNanos < 0;
    }

    /** Tells whether it has neither been started nor been promoted since it was seen like that. */
    boolean isSameServerAs(String incarnation, long epoch) {
        return this.incarnation.equals(incarnation) && this.epoch == epoch;
    }
}
