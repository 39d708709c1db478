package dev.scalekit.routing;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which epochs there are, and who says that it is their primary. That a node does not answer takes nothing back of what it has
 * said. Not thread-safe: {@link Cluster} has the lock.
 */
final class Claims {
    private long epoch;
    /** The nodes that have said that they are the primary of this epoch, and not otherwise since. */
    private final TreeSet<String> contenders = new TreeSet<>();

    private final Map<Long, Writer> writers = new HashMap<>();
    private final Set<Long> ambiguous = new HashSet<>();

    /** The last that has said that it is the primary of an epoch: an epoch is of one promotion, so of one server. */
    private record Writer(String node, String incarnation) {
        boolean isSameAs(Writer other) {
            return node.equals(other.node) || (!incarnation.isEmpty() && incarnation.equals(other.incarnation));
        }
    }

    /**
     * A node has answered.
     *
     * @return whether it is the second primary of its epoch, so that positions of that say nothing any more
     */
    boolean heard(Known node) {
        long its = node.statedEpoch();
        if (its > epoch) {
            contenders.clear();
            epoch = its;
        }
        if (!node.isPrimary()) {
            contenders.remove(node.name());
            // If it is promoted again, to an epoch of the same number, that is another one.
            forgetName(node.name());
            return false;
        }
        if (its == epoch) {
            contenders.add(node.name());
        } else {
            contenders.remove(node.name());
        }
        Writer writer = new Writer(node.name(), node.incarnation());
        Writer before = writers.put(its, writer);
        // Where no epochs are told, positions have to say themselves of which history they are.
        return its != 0 && before != null && !before.isSameAs(writer) && ambiguous.add(its);
    }

    /** What a node says is of no importance any more: it is of another cluster. */
    void ignore(String node) {
        contenders.remove(node);
    }

    /**
     * A node is none any more, and what it alone has told is given up. That it was the primary of an epoch is not forgotten: the
     * next promotion may have the same number, and another history.
     *
     * @return whether the epoch is a lower one now
     */
    boolean forget(String node, Collection<Known> others) {
        contenders.remove(node);
        // Another server may get that name.
        forgetName(node);
        long highest = others.stream().mapToLong(Known::highestEpoch).max().orElse(0);
        if (highest >= epoch) {
            return false;
        }
        epoch = highest;
        for (Known other : others) {
            if (other.isPrimary() && other.statedEpoch() == epoch) {
                contenders.add(other.name());
            }
        }
        return true;
    }

    /** From now on only the incarnation tells whether a writer is the same. */
    private void forgetName(String node) {
        writers.replaceAll((its, writer) -> writer.node.equals(node) ? new Writer("", writer.incarnation) : writer);
    }

    long epoch() {
        return epoch;
    }

    /** Returns epochs of which there may have been two histories, so that a position of one says nothing. */
    Set<Long> ambiguous() {
        return ambiguous;
    }

    Set<String> contenders() {
        return contenders;
    }
}
