package dev.scalekit.routing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the next read of a session must see. Immutable.
 *
 * @param positions all of which a node must cover; none of them covers another one
 * @param sinceNanos when all of that had been reached by somebody
 * @param mark what was done since, of which nobody knows yet how far it went: a node must be the one where it was done
 */
record Need(
        List<Position> positions, long sinceNanos, @Nullable Mark mark) {
    static final Need NOTHING = new Need(List.of(), 0, null);

    /**
     * Something was done at a node. What the node says in answer to a later question covers it, as long as it is the same server
     * and says just how far it has got.
     *
     * @param isWrite or else a read
     */
    record Mark(String node, String incarnation, long epoch, long atNanos, boolean isWrite) {
        static Mark of(Seen node, long atNanos, boolean isWrite) {
            return new Mark(node.name(), node.incarnation(), node.epoch(), atNanos, isWrite);
        }

        boolean isOf(Seen seen) {
            return seen.name().equals(node) && seen.isSameServerAs(incarnation, epoch);
        }
    }

    boolean isNothing() {
        return positions.isEmpty() && mark == null;
    }

    /** Tells whether a node is known to show what is needed. */
    boolean allows(Seen seen) {
        return (mark == null || mark.isOf(seen)) && isCoveredBy(seen);
    }

    /** Tells whether a node is known to have all the positions. */
    boolean isCoveredBy(Seen seen) {
        for (int i = 0; i < positions.size(); i++) {
            if (!seen.covers(positions.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns this with a position more.
     *
     * @param nowNanos when it had been reached
     */
    Need with(Position position, long nowNanos) {
        List<Position> all = new ArrayList<>();
        for (Position known : positions) {
            if (known.covers(position)) {
                return this;
            }
            if (!position.covers(known)) {
                all.add(known);
            }
        }
        all.add(position);
        return new Need(List.copyOf(all), nowNanos, mark);
    }

    /** Returns this with what was done last. */
    Need with(@Nullable Mark other) {
        return new Need(positions, sinceNanos, other);
    }
}
