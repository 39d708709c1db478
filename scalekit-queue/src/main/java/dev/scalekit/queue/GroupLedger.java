package dev.scalekit.queue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is durable of one group: which messages it still has to do, and which it has given up. Not thread-safe. */
final class GroupLedger {
    private final GroupsRecord.Declared declared;
    private final SequenceSet open = new SequenceSet();
    private final Map<Long, Dead> dead = new LinkedHashMap<>();
    /** The keys of {@link #dead}, which can count those of a range. */
    private final SequenceSet deadIds = new SequenceSet();

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

    /** Returns its dead letters by id, the oldest first. Unmodifiable. */
    Map<Long, Dead> dead() {
        return Collections.unmodifiableMap(dead);
    }

    void bury(long id, Dead death) {
        dead.put(id, death);
        deadIds.add(id);
    }

    /** Returns how it died; null if it was no dead letter. */
    @Nullable
    Dead unbury(long id) {
        deadIds.remove(id);
        return dead.remove(id);
    }

    void relocate(Relocation moved) {
        dead.replaceAll((id, death) -> death.at(moved.of(death.location())));
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
        return open.contains(id) || deadIds.contains(id);
    }

    /** Returns how many messages of a range it still has to do or has as dead letters. */
    long needed(Range range) {
        return open.count(range.from(), range.to()) + deadIds.count(range.from(), range.to());
    }
}
