package dev.scalekit.queue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is durable of one group: which messages it still has to do, and which it has given up. Not thread-safe. */
final class GroupLedger {
    private final GroupsRecord.Declared declared;
    private final SequenceSet open = new SequenceSet();
    private final Map<Long, Dead> dead = new LinkedHashMap<>();

    GroupLedger(GroupsRecord.Declared declared) {
        this.declared = declared;
    }

    GroupsRecord.Declared declared() {
        return declared;
    }

    /** Returns the messages that it still has to do. */
    SequenceSet open() {
        return open;
    }

    /** Returns its dead letters by id, the oldest first. */
    Map<Long, Dead> dead() {
        return dead;
    }

    void store(long id) {
        if (id >= declared.from()) {
            open.add(id);
        }
    }

    /** Returns what it has made of a message; null if it is still to be done, or was never for it. */
    CopyRecord.@Nullable Fate fate(long id) {
        if (open.contains(id) || id < declared.from()) {
            return null;
        }
        return new CopyRecord.Fate(declared.number(), dead.get(id));
    }

    boolean needs(long id) {
        return open.contains(id) || dead.containsKey(id);
    }

    /** Returns how many messages of a range it still has to do or has as dead letters. */
    long needed(Range range) {
        long deadOnes =
                dead.isEmpty() ? 0 : dead.keySet().stream().filter(range::holds).count();
        return open.count(range.from(), range.to()) + deadOnes;
    }
}
