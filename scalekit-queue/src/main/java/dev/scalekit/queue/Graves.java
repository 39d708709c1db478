package dev.scalekit.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which dead letters of a group begin and end in one batch, none of which its ledger knows yet. Not thread-safe. */
final class Graves {
    private final List<Long> begun = new ArrayList<>();
    private final Set<Long> ended = new HashSet<>();

    /** Notes a message that becomes a dead letter. */
    void begin(long id) {
        begun.add(id);
    }

    /** Notes a dead letter that ends; false if it has ended in this batch already. */
    boolean end(long id) {
        return ended.add(id);
    }

    /**
     * Ends the oldest ones of which there are too many.
     *
     * @param before the dead letters that there were before the batch, the oldest first
     * @param allowed how many there may be
     * @param most how many to end at most
     */
    List<Long> endTooMany(Set<Long> before, int allowed, int most) {
        List<Long> oldest = new ArrayList<>();
        long tooMany = Math.min(most, (long) before.size() + begun.size() - ended.size() - allowed);
        for (Collection<Long> ids : List.of(before, begun)) {
            for (long id : ids) {
                if (oldest.size() >= tooMany) {
                    return oldest;
                }
                if (end(id)) {
                    oldest.add(id);
                }
            }
        }
        return oldest;
    }
}
